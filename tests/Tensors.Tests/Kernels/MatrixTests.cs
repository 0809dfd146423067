namespace Makemore.Tensors.Tests;

public class MatrixTests
{
    [Theory]
    [InlineData(4, 10, 16, 3)] // The third row's 16 elements end with the fourth row's sixth, and those of the fourth past the end.
    [InlineData(4, 10, 10, 4)]
    [InlineData(4, 3, 10, 3)]
    [InlineData(4, 10, 40, 1)]
    [InlineData(4, 10, 41, 0)]
    [InlineData(1, 10, 10, 1)]
    [InlineData(0, 10, 10, 0)]
    public void Rows_have_room_up_to_the_last_element(int rows, int width, int room, int expected)
    {
        var matrix = Matrix<float>.Of(new float[40], columns: 10);
        Assert.Equal(expected, matrix.RowsWithRoom(rows, width, room));
    }
}
