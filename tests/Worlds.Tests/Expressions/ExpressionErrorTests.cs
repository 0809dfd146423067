namespace Makemore.Worlds.Tests;

/// <summary>What cannot be read is refused in words that help, whatever it is.</summary>
public class ExpressionErrorTests
{
    [Theory]
    [InlineData("", "column 1: there is nothing to compute")]
    [InlineData(" ;\n;; // a remark", "there is nothing to compute")]
    [InlineData("a +", "column 4: the end cannot stand here; a number, a name or a ( is missing")]
    [InlineData("a + * b", "column 5: '*' cannot stand here")]
    [InlineData("a + b\n b*2\n", "line 1, column 3: nothing uses this line; write a name and =")]
    [InlineData("c = a*b\nd = c + ) ", "line 2, column 9: ')' cannot stand here; no ( is open")]
    [InlineData("c = 2*(a + b; c", "column 13: a ) is missing for the ( of column 7; write it here")]
    [InlineData("2a", "column 2: write * between 2 and 'a'")]
    [InlineData("a*1e", "column 4: write * between 1 and 'e'")]
    [InlineData("2(a)", "column 2: write * between 2 and '('")]
    [InlineData("a b", "column 3: 'b' cannot stand here; write * to multiply")]
    [InlineData("a = b = c", "column 7: '=' cannot stand here; only a name can stand before =")]
    [InlineData("a, b", "column 2: ',' cannot stand here; only max, min and pow")]
    [InlineData("a(b)", "column 1: there is no function a; there are tanh, exp,")]
    [InlineData("constructor(a)", "there is no function constructor")]
    [InlineData("tanh", "column 1: tanh is a function: write tanh(...)")]
    [InlineData("tanh()", "column 1: tanh is of one number, and 0 are given")]
    [InlineData("max(a)", "max is of two numbers, and 1 are given")]
    [InlineData("tanh(a, b)", "tanh is of one number, and 2 are given")]
    [InlineData("tanh(a", "column 7: a ) is missing for tanh")]
    [InlineData("a.b", "there is no function b")]
    [InlineData("a.tanh", "column 7: write ( after tanh")]
    [InlineData("1e999*a", "column 1: 1e999 is too large a number")]
    [InlineData("a*1/0", null)]
    [InlineData("a*(1/0)", "column 5: this is infinite")]
    [InlineData("a*log(0-1)", "column 3: this is not a number")]
    [InlineData("2*3", "the result is only a number")]
    [InlineData("a", "column 1: a alone computes nothing; write an operation, such as a^2")]
    [InlineData("a = 2", "the result is only a number")]
    [InlineData("y = a", "column 5: this would only be another name for a; write a itself")]
    [InlineData("y = a; y*2", "this would only be another name for a")]
    [InlineData("a = a + 1", "column 5: a is used in the line that gives it its value")]
    [InlineData("c = a*2; c = a*3", "column 10: c has a value already; choose another name")]
    [InlineData("c = 2; c = 3; c*a", "column 8: c has a value already")]
    [InlineData("y = c*2; c = 3; y", "column 5: c is used before the line that gives it its value; write that line above")]
    [InlineData("class * 2", "column 1: class is a word of C#; choose another name")]
    [InlineData("a ? b", "column 3: '?' means nothing here")]
    [InlineData("a + \U0001F600", "column 5: '\U0001F600' means nothing here")]
    [InlineData("a + \u202e", "means nothing here")]
    [InlineData("abcdefghijklmnopqrstuvwxyz + 1", "is too long; use at most 20 letters")]
    [InlineData("__proto__ * constructor", null)]
    [InlineData("größe^2 + ऋतु*2", null)]
    [InlineData("c = a*b; c", null)]
    public void Errors_say_what_where_and_what_to_do(string text, string? says)
    {
        if (says is null)
        {
            Expression.Parse(text);
            return;
        }

        Assert.Contains(says, Assert.Throws<ExpressionException>(() => Expression.Parse(text)).Message);
    }

    [Fact]
    public void Parentheses_that_are_closed_do_not_count() => Expression.Parse(string.Join('+', Enumerable.Repeat("(-a)", 30)));

    [Fact]
    public void An_error_knows_its_place()
    {
        ExpressionException error = Assert.Throws<ExpressionException>(() => Expression.Parse("c = a*b\r\nd = c ? 2"));
        Assert.Equal((2, 7, 14), (error.Line, error.Column, error.Position));
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { new string('(', 1999), "more than 50 parentheses are open" },
        { new string('-', 1999), "more than 50 parentheses are open" },
        { string.Concat(Enumerable.Repeat("a^", 999)), "more than 50 parentheses are open" },
        { string.Concat(Enumerable.Repeat("tanh(", 399)), "more than 50 parentheses are open" },
        { new string('(', 10_000), "the text has 10000 characters, and only 2000 are read" },
        { string.Join('+', Enumerable.Repeat("a", 500)), "there are more than 60 operations" },
        { string.Join('\n', Enumerable.Range(0, 100).Select(i => $"v{i} = {i}")), "there are more than 60 variables and operations" },
        { "a" + string.Concat(Enumerable.Repeat(".Tanh()", 100)), "there are more than 60 operations" },
        { string.Join('+', Enumerable.Range(0, 35).Select(i => $"v{i}")), "there are more than 60 variables and operations" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_is_too_much_is_refused(string text, string says) =>
        Assert.Contains(says, Assert.Throws<ExpressionException>(() => Expression.Parse(text)).Message);

    [Fact]
    public void Nothing_but_its_own_error_comes_from_any_text()
    {
        string[] pieces =
        [
            "a", "b", "y", "e", "t1", "__proto__", "tanh", "max(", "log(", "pow(", "(", ")", "(", ")", "+", "-", "*", "/", "^", "**", "=",
            "=", ";", "\n", ",", ".", "1", "0", "2.5", "1e308", ".5", "1e", "1.", " ", "// x", "\0", "\ud800", "é", "\"", "<b>", "{0}",
            "@", "var ", "²", "٣",
        ];
        string[] signs = ["+", "-", "*", "/", "^", "+", "-", "*", "/", "^", " = ", ";", ".", "", "(", ")"];
        string[] operands =
        [
            "a", "b", "y", "2", "0.5", "(a+b)", "tanh(a)", "max(a, 1)", "log(y)", "1e308", "-a", "-(b)", "exp(b)", "relu(0*a)",
        ];
        int read = 0;
        for (int seed = RandomCases.First; seed < RandomCases.Count(1000); seed++)
        {
            var random = new Random(seed);
            int wild = random.Next(3); // of ten pieces
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(place =>
                random.Next(10) < wild ? Any(pieces) : Any(place % 2 == 0 ? operands : signs)));
            string Any(string[] choices) => choices[random.Next(choices.Length)];
            try
            {
                Expression expression = Expression.Parse(text);
                foreach (Mistake mistake in Enum.GetValues<Mistake>())
                {
                    Walk walk = Walk.Take(expression.Program, 10, mistake);
                    walk.ToJson();
                    for (int node = 0; node < walk.Program.Count; node++) walk.Look(node, 0).ToJson();
                }

                read++;
            }
            catch (ExpressionException error)
            {
                Assert.InRange(error.Position, 0, text.Length);
                Assert.NotEmpty(error.Message);
            }
        }

        Assert.True(read > 100, $"{read}");
    }
}
