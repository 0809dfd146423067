using System.CommandLine;
using Makemore.Site;

Option<DirectoryInfo> output = new("--output")
{
    Description = "The folder to write. What the site wrote there before is replaced",
    DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Checkout.Root, "artifacts", "site")),
};
var command = new RootCommand("Writes the site: a static folder that any server of files can serve, and that opens from disk") { output };
command.SetAction(call => SiteBuilder.Write(call.GetRequiredValue(output).FullName, Console.Error.WriteLine));
return command.Parse(args).Invoke();
