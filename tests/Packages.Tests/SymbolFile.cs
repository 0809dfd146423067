using System.Reflection.Metadata;
using System.Text;

namespace Makemore.Packages.Tests;

/// <summary>The symbols of an assembly, a portable .pdb file.</summary>
internal sealed class SymbolFile(byte[] bytes) : IDisposable
{
    // The kinds of a symbol file's records, by the numbers that its format gives them.
    public static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
    private static readonly Guid SourceLinkRecord = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(bytes));

    public MetadataReader Reader => provider.GetMetadataReader();

    /// <summary>At which address each source is, as JSON; empty if that is not said.</summary>
    public string SourceLink => Records(Handle.ModuleDefinition)
        .Where(record => Reader.GetGuid(record.Kind) == SourceLinkRecord)
        .Select(record => Encoding.UTF8.GetString(Reader.GetBlobBytes(record.Value))).SingleOrDefault("");

    public bool Has(Guid kind, EntityHandle of) => Records(of).Any(record => Reader.GetGuid(record.Kind) == kind);

    public void Dispose() => provider.Dispose();

    private IEnumerable<CustomDebugInformation> Records(EntityHandle of) =>
        Reader.GetCustomDebugInformation(of).Select(handle => Reader.GetCustomDebugInformation(handle));
}
