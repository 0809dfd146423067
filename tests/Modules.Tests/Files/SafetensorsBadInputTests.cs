namespace Makemore.Modules.Tests;

/// <summary>The reader of safetensors files against files that are damaged or lie.</summary>
public sealed class SafetensorsBadInputTests
{
    [Fact]
    public void A_mutated_file_is_read_or_refused()
    {
        var files = new MutatedSafetensors([.. Corpus.Files("safetensors"), .. Corpus.Files("checkpoints")]);
        MutatedInputs.ForAll(usual: 5_000, files.Next, Read);
    }

    private static string? Read(byte[] bytes)
    {
        try
        {
            SafetensorsFile file = SafetensorsFile.FromBytes(bytes, "mutated.safetensors");
            Assert.All(file.Entries, entry => Assert.Equal(entry.Shape.Elements, entry.Values.Length));
            SafetensorsFile.FromBytes(file.ToBytes(), "again");
            return null;
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
    }
}
