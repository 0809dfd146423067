namespace Makemore.Pages.Tests;

public class NumberTextTests
{
    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0009999, "0.001")] // which is 0.001 but for rounding
    [InlineData(0.00099, "9.9e-4")]
    [InlineData(0.0000123, "1.23e-5")]
    [InlineData(9999, "9999")]
    [InlineData(10000, "1e+4")]
    public void A_rate_is_a_decimal_unless_that_would_be_long(double rate, string expected) =>
        Assert.Equal(expected, NumberText.Rate(rate));
}
