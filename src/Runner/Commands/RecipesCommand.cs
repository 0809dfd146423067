using System.CommandLine;
using Makemore.Models;

namespace Makemore.Runner.Commands;

/// <summary><c>recipes</c>: the list of how originals were trained.</summary>
internal static class RecipesCommand
{
    public static Command Create()
    {
        var command = new Command("recipes", "List how originals were trained, for `train --recipe NAME`");
        command.SetAction(_ =>
        {
            int widest = Recipes.All.Max(recipe => recipe.Name.Length);
            foreach (Recipe recipe in Recipes.All) Screen.Result($"{recipe.Name.PadRight(widest)}  {recipe.Summary}");
            return 0;
        });
        return command;
    }
}
