using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using Makemore.Worlds;

namespace Makemore.Playground;

/// <summary>What a page may ask of a calculation that a reader typed: <see cref="Expression"/>.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Expressions
{
    /// <summary>Reads an expression.</summary>
    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object Parse(string text) => Expression.Parse(text);

    /// <summary>Its variables: <see cref="Expression.ToJson"/>.</summary>
    [JSExport]
    internal static string Describe([JSMarshalAs<JSType.Any>] object expression) => Of(expression).ToJson();

    /// <summary>Gives a variable another value.</summary>
    [JSExport]
    internal static void Set([JSMarshalAs<JSType.Any>] object expression, string variable, double value) => Of(expression).Set(variable, value);

    /// <summary>Says whether a variable is data, which does not learn.</summary>
    [JSExport]
    internal static void TakeAsData([JSMarshalAs<JSType.Any>] object expression, string variable, bool isData) =>
        Of(expression).TakeAsData(variable, isData);

    /// <summary>The result as a variable goes over a range: <see cref="Curve.ToJson"/>.</summary>
    [JSExport]
    internal static string Curve([JSMarshalAs<JSType.Any>] object expression, string variable, double from, double to, int points) =>
        Of(expression).Curve(variable, from, to, points).ToJson();

    private static Expression Of(object expression) => (Expression)expression;
}
