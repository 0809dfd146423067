using System.Runtime.CompilerServices;
using Makemore.Autograd;
using Makemore.Tensors;

namespace Makemore.Modules.Tests.Training;

/// <summary>How a batch is cut into chunks, dealt to lanes, and shared among threads.</summary>
public class SharedBatchTests
{
    [Fact]
    public void Threads_work_at_the_same_time()
    {
        using var together = new Barrier(3); // opens only when three lanes are under way at once
        var scale = new Scale();
        using SharedBatch<double> batch = NewBatch(
            scale, maximumRows: 6, chunkRows: 2, rows: 6, threads: 3, (_, _) => Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(60))));
        batch.Draw();
        batch.ComputeGradients();
    }

    // A thread that waits for work holds on to the batch.
    [Fact]
    public void No_thread_is_left_once_it_is_disposed()
    {
        WeakReference module = ModuleOfABatchThatIsForgotten();
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                return !module.IsAlive;
            },
            TimeSpan.FromSeconds(60)));
    }

    [Theory]
    [InlineData(1, "0+1")]
    [InlineData(4, "0+4")]
    [InlineData(5, "0+4 4+1")]
    [InlineData(8, "0+4 4+4")]
    [InlineData(37, "0+4 12+4 16+4 20+4 24+4 28+4 32+4 36+1 4+4 8+4")]
    public void The_chunks_are_all_rows_and_the_last_may_be_shorter(int rows, string chunks)
    {
        var filled = new List<string>();
        var scale = new Scale();
        using SharedBatch<double> batch = NewBatch(
            scale, maximumRows: 40, chunkRows: 4, rows, threads: 1, (start, count) => filled.Add($"{start}+{count}"));
        batch.Draw();
        double loss = batch.ComputeGradients();
        Assert.Equal(chunks.Split(' '), filled.Order(StringComparer.Ordinal));
        Assert.Equal(2.0 * rows, loss, 1e-12); // each row adds the scale, which is 2
        Assert.Equal(rows, scale.Factor.Gradient.Item, 1e-12);
        Assert.Equal(2.0 * rows, batch.ComputeGradients(), 1e-12);
        Assert.Equal(rows, scale.Factor.Gradient.Item, 1e-12);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1, 3)]
    [InlineData(10, 4, 3)]
    [InlineData(32, 4, 8)]
    [InlineData(40, 4, 8)]
    public void There_is_a_lane_for_each_chunk_up_to_eight(int maximumRows, int chunkRows, int lanes)
    {
        var numbers = new List<int>();
        var scale = new Scale();
        using var batch = new SharedBatch<double>(scale, maximumRows, chunkRows, () => 1, number =>
        {
            numbers.Add(number);
            return new ScaleLane(scale, (_, _) => { });
        });
        Assert.Equal(Enumerable.Range(0, lanes), numbers);
    }

    [Fact]
    public void A_small_batch_takes_nothing_from_a_large_one_before_it()
    {
        int rows = 40;
        var scale = new Scale();
        using var batch = new SharedBatch<double>(
            scale, maximumRows: 40, chunkRows: 4, () => rows,
            number => new ScaleLane(number == 0 ? scale : scale.CopyForThread(values => new Scale(values)), (_, _) => { }));
        batch.Draw();
        batch.ComputeGradients();
        rows = 3;
        batch.Draw();
        Assert.Equal(6, batch.ComputeGradients(), 1e-12);
        Assert.Equal(3, scale.Factor.Gradient.Item, 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void Another_number_of_rows_than_was_agreed_is_refused(int rows)
    {
        using SharedBatch<double> batch = NewBatch(new Scale(), maximumRows: 10, chunkRows: 4, rows, threads: 1, (_, _) => { });
        Assert.Contains($"{rows} rows were drawn", Assert.Throws<InvalidOperationException>(batch.Draw).Message);
    }

    [Theory]
    [InlineData(0, 4, 1, "0 rows in chunks of 4")]
    [InlineData(10, 0, 1, "10 rows in chunks of 0")]
    [InlineData(10, 4, 0, "number of threads must be at least 1")]
    public void Numbers_below_1_are_refused(int maximumRows, int chunkRows, int threads, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() =>
            NewBatch(new Scale(), maximumRows, chunkRows, rows: 1, threads, (_, _) => { })).Message);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ModuleOfABatchThatIsForgotten()
    {
        var scale = new Scale();
        using SharedBatch<double> batch = NewBatch(scale, maximumRows: 40, chunkRows: 4, rows: 40, threads: 3, (_, _) => { });
        batch.Draw();
        batch.ComputeGradients();
        return new WeakReference(scale);
    }

    private static SharedBatch<double> NewBatch(
        Scale scale, int maximumRows, int chunkRows, int rows, int threads, Action<int, int> filled) =>
        new(scale, maximumRows, chunkRows, () => rows,
            number => new ScaleLane(number == 0 ? scale : scale.CopyForThread(values => new Scale(values)), filled),
            threads);

    /// <summary>One factor, which begins as 2.</summary>
    private sealed class Scale : Module<double>
    {
        public Scale() : this(new ValueSource<double>((shape, _) => new Tensor<double>(shape, [2]))) { }

        public Scale(ValueSource<double> values) => Factor = Add("factor", values.Next([], Initial.Ones));

        public Parameter<double> Factor { get; }
    }

    /// <summary>Each row of a chunk adds the factor to the loss.</summary>
    private sealed class ScaleLane : Lane<double>
    {
        private readonly Scale scale;
        private readonly Action<int, int> filled;
        private readonly Constant<double> rows = new(1);
        private readonly Graph<double> graph;

        public ScaleLane(Scale scale, Action<int, int> filled)
        {
            (this.scale, this.filled) = (scale, filled);
            graph = new Graph<double>(scale.Factor * rows);
        }

        public override IReadOnlyList<Parameter<double>> Parameters => scale.Parameters;

        public override Graph<double> Fill(int start, int rows)
        {
            filled(start, rows);
            this.rows.Value.Span[0] = rows;
            return graph;
        }
    }
}
