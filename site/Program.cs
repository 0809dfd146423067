using System.CommandLine;
using Makemore.Models;
using Makemore.Site;

Option<DirectoryInfo> output = new("--output")
{
    Description = "The folder to write. A site that is there is replaced; a folder that holds anything else is left alone",
    DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Checkout.Root, "artifacts", "site")),
};
var command = new RootCommand("Writes the site: a static folder that any server of files can serve, and that opens from disk") { output };
command.SetAction(call =>
{
    try
    {
        SiteBuilder.Write(call.GetRequiredValue(output).FullName, Console.Error.WriteLine);
        return 0;
    }
    catch (DataException problem)
    {
        Console.Error.WriteLine(problem.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
