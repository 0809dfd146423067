namespace Makemore.Site;

/// <summary>The reference of the three libraries, from their documentation comments and catalogues.</summary>
internal static class ReferencePages
{
    /// <summary>All its pages.</summary>
    /// <param name="engine">The libraries.</param>
    /// <param name="tell">Is told what is being done.</param>
    public static IEnumerable<Page> All(Engine engine, Action<string> tell)
    {
        yield return IndexPage.Of(engine);
        foreach (Page page in engine.Types.Select(type => TypePage.Of(type, engine))) yield return page;
        tell("gradients of all operations and layers");
        yield return CataloguePage.Operations(engine);
        yield return CataloguePage.Layers(engine);
    }
}
