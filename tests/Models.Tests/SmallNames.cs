namespace Makemore.Models.Tests;

/// <summary>A few names and what is made from them, for tests that need any model or data.</summary>
internal static class SmallNames
{
    public static readonly string[] All =
    [
        "anu", "arun", "asha", "bala", "deepa", "devi", "gita", "hari", "indu", "jaya", "kavi",
        "kiran", "lata", "mala", "meera", "mohan", "nila", "nisha", "om", "priya", "radha", "rahul",
        "rani", "ravi", "rekha", "sita", "suresh", "tara", "uma", "usha", "vani", "vijay", "virat",
    ];

    public static Examples Examples(int blockSize) => new(All, Vocabulary.English, blockSize);

    public static DistinctContexts Distinct(int blockSize) => new(Examples(blockSize));
}
