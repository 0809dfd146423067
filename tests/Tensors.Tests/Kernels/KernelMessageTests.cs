namespace Makemore.Tensors.Tests;

/// <summary>
/// A span that does not fit is refused with a message that says all one needs: which kernel, which span, how many elements it has, how many
/// it needs, and of which sizes. The sizes here all differ, so that none can stand for another.
/// </summary>
public class KernelMessageTests
{
    [Fact]
    public void Matrix_products_name_the_matrix_and_its_sizes()
    {
        void Plain(string says, int a, int b, int c) => Says("MatMul: " + says, () => Kernels.MatMul<float>(Of(a), Of(b), Of(c), 2, 3, 4));
        Plain("a has 5 elements, and (2, 3) needs 6", 5, 12, 8);
        Plain("b has 11 elements, and (3, 4) needs 12", 6, 11, 8);
        Plain("c has 7 elements, and (2, 4) needs 8", 6, 12, 7);

        void TransposedA(string says, int a, int b, int c) =>
            Says("MatMulTransposedA: " + says, () => Kernels.MatMulTransposedA<float>(Of(a), Of(b), Of(c), 2, 3, 4));
        TransposedA("a has 5 elements, and (3, 2) needs 6", 5, 12, 8);
        TransposedA("b has 11 elements, and (3, 4) needs 12", 6, 11, 8);
        TransposedA("c has 7 elements, and (2, 4) needs 8", 6, 12, 7);

        void TransposedB(string says, int a, int b, int c) =>
            Says("MatMulTransposedB: " + says, () => Kernels.MatMulTransposedB<float>(Of(a), Of(b), Of(c), 2, 3, 4));
        TransposedB("a has 5 elements, and (2, 3) needs 6", 5, 12, 8);
        TransposedB("b has 11 elements, and (4, 3) needs 12", 6, 11, 8);
        TransposedB("c has 7 elements, and (2, 4) needs 8", 6, 12, 7);

        void Linear(string says, int x, int weights, int bias, int y) =>
            Says("Linear: " + says, () => Kernels.Linear<float>(Of(x), Of(weights), Of(bias), Of(y), 2, 3, 4));
        Linear("x has 5 elements, and (2, 3) needs 6", 5, 12, 4, 8);
        Linear("weights has 11 elements, and (3, 4) needs 12", 6, 11, 4, 8);
        Linear("bias has 3 elements, and (1, 4) needs 4", 6, 12, 3, 8);
        Linear("y has 7 elements, and (2, 4) needs 8", 6, 12, 4, 7);
    }

    [Fact]
    public void Batched_products_name_the_operand_and_its_shape()
    {
        var product = new BatchedProduct("Attend", [5, 2, 3], [3, 4]);
        const string A = "Attend: a or its gradient has 29 elements, and shape (5, 2, 3) needs 30";
        const string B = "Attend: b or its gradient has 11 elements, and shape (3, 4) needs 12";
        const string Y = "Attend: y or its gradient has 39 elements, and shape (5, 2, 4) needs 40";
        Says(A, () => product.Multiply<float>(Of(29), Of(12), Of(40)));
        Says(B, () => product.Multiply<float>(Of(30), Of(11), Of(40)));
        Says(Y, () => product.Multiply<float>(Of(30), Of(12), Of(39)));
        Says(A, () => product.GradientOfA<float>(Of(40), Of(12), Of(29)));
        Says(B, () => product.GradientOfB<float>(Of(30), Of(40), Of(11)));
    }

    [Fact]
    public void Attention_names_the_span_and_its_shape()
    {
        var heads = new AttentionHeads("Attend", [2, 3, 4], heads: 2); // weights: 4 heads, 3 places, room for 16
        void Attend(string says, int q = 24, int k = 24, int v = 24, int w = 192, int y = 24) =>
            Says("Attend: " + says, () => heads.Attend<float>(Of(q), Of(k), Of(v), Of(w), Of(y)));
        Attend("q has 23 elements, and shape (2, 3, 4) needs 24", q: 23);
        Attend("k has 23 elements, and shape (2, 3, 4) needs 24", k: 23);
        Attend("v has 23 elements, and shape (2, 3, 4) needs 24", v: 23);
        Attend("weights has 191 elements, and shape (4, 3, 16) needs 192", w: 191);
        Attend("y has 23 elements, and shape (2, 3, 4) needs 24", y: 23);

        void Gradient(
            string says, int q = 24, int k = 24, int v = 24, int w = 192, int dy = 24, int dq = 24, int dk = 24, int dv = 24) => Says(
            "Attend: " + says, () => heads.Gradient<float>(Of(q), Of(k), Of(v), Of(w), Of(dy), Of(dq), Of(dk), Of(dv)));
        Gradient("q has 23 elements, and shape (2, 3, 4) needs 24", q: 23);
        Gradient("k has 23 elements, and shape (2, 3, 4) needs 24", k: 23);
        Gradient("v has 23 elements, and shape (2, 3, 4) needs 24", v: 23);
        Gradient("weights has 191 elements, and shape (4, 3, 16) needs 192", w: 191);
        Gradient("dy has 23 elements, and shape (2, 3, 4) needs 24", dy: 23);
        Gradient("dq has 23 elements, and shape (2, 3, 4) needs 24", dq: 23);
        Gradient("dk has 25 elements, and shape (2, 3, 4) needs 24", dk: 25);
        Gradient("dv has 25 elements, and shape (2, 3, 4) needs 24", dv: 25);
    }

    [Fact]
    public void Norms_and_Adam_name_the_span()
    {
        Says("NormalizeRms: 7 elements are not whole rows of 3 columns", () => Kernels.NormalizeRms<float>(Of(7), Of(6), Of(2), 3, 1));
        Says("NormalizeRms: y has 5 elements, and needs 6", () => Kernels.NormalizeRms<float>(Of(6), Of(5), Of(2), 3, 1));
        Says("NormalizeRms: scales has 3 elements, and needs 2", () => Kernels.NormalizeRms<float>(Of(6), Of(6), Of(3), 3, 1));
        Says("NormalizeRmsGradient: 7 elements are not whole rows of 3 columns",
            () => Kernels.NormalizeRmsGradient<float>(Of(7), Of(2), Of(6), Of(6), 3));
        Says("NormalizeRmsGradient: scales has 3 elements, and needs 2",
            () => Kernels.NormalizeRmsGradient<float>(Of(6), Of(3), Of(6), Of(6), 3));
        Says("NormalizeRmsGradient: dy has 5 elements, and needs 6",
            () => Kernels.NormalizeRmsGradient<float>(Of(6), Of(2), Of(5), Of(6), 3));
        Says("NormalizeRmsGradient: dx has 5 elements, and needs 6",
            () => Kernels.NormalizeRmsGradient<float>(Of(6), Of(2), Of(6), Of(5), 3));
        Says("Adam: g has 5 elements, and needs 6", () => Kernels.Adam<float>(Of(6), Of(5), Of(6), Of(6), default));
        Says("Adam: m has 5 elements, and needs 6", () => Kernels.Adam<float>(Of(6), Of(6), Of(5), Of(6), default));
        Says("Adam: v has 5 elements, and needs 6", () => Kernels.Adam<float>(Of(6), Of(6), Of(6), Of(5), default));
    }

    [Fact]
    public void Normalized_rows_and_columns_name_the_span()
    {
        void Rows(string says, int x = 6, int scale = 3, int shift = 3, int y = 6, int means = 2, int inverses = 2) => Says(
            "NormalizeRows: " + says,
            () => Kernels.NormalizeRows<float>(Of(x), Of(scale), Of(shift), Of(y), Of(means), Of(inverses), 3, 1));
        Rows("7 elements are not whole rows of 3 columns", x: 7);
        Rows("scale has 4 elements, and needs 3", scale: 4);
        Rows("shift has 4 elements, and needs 3", shift: 4);
        Rows("y has 5 elements, and needs 6", y: 5);
        Rows("means has 1 elements, and needs 2", means: 1);
        Rows("inverses has 1 elements, and needs 2", inverses: 1);

        void RowsGradient(
            string says, int x = 6, int scale = 3, int means = 2, int inverses = 2, int dy = 6, int dx = 6, int ds = 3, int db = 3) => Says(
            "NormalizeRowsGradient: " + says,
            () => Kernels.NormalizeRowsGradient<float>(
                Of(x), Of(scale), Of(means), Of(inverses), Of(dy), Of(dx), Of(ds), Of(db), 3));
        RowsGradient("7 elements are not whole rows of 3 columns", x: 7);
        RowsGradient("scale has 4 elements, and needs 3", scale: 4);
        RowsGradient("means has 1 elements, and needs 2", means: 1);
        RowsGradient("inverses has 1 elements, and needs 2", inverses: 1);
        RowsGradient("dy has 5 elements, and needs 6", dy: 5);
        RowsGradient("dx has 5 elements, and needs 6", dx: 5);
        RowsGradient("dscale has 4 elements, and needs 3", ds: 4);
        RowsGradient("dshift has 4 elements, and needs 3", db: 4);

        void Statistics(string says, int x = 6, int means = 3, int variances = 3) => Says(
            "ColumnStatistics: " + says, () => Kernels.ColumnStatistics<float>(Of(x), Of(means), Of(variances), 3, 0));
        Statistics("7 elements are not whole rows of 3 columns", x: 7);
        Statistics("means has 4 elements, and needs 3", means: 4);
        Statistics("variances has 4 elements, and needs 3", variances: 4);

        void Columns(string says, int x = 6, int means = 3, int variances = 3, int scale = 3, int shift = 3, int y = 6) => Says(
            "NormalizeColumns: " + says,
            () => Kernels.NormalizeColumns<float>(Of(x), Of(means), Of(variances), Of(scale), Of(shift), Of(y), 3, 1));
        Columns("7 elements are not whole rows of 3 columns", x: 7);
        Columns("means has 4 elements, and needs 3", means: 4);
        Columns("variances has 4 elements, and needs 3", variances: 4);
        Columns("scale has 4 elements, and needs 3", scale: 4);
        Columns("shift has 4 elements, and needs 3", shift: 4);
        Columns("y has 5 elements, and needs 6", y: 5);

        void ColumnsGradient(
            string says, int x = 6, int means = 3, int variances = 3, int scale = 3, int dy = 6, int dx = 6, int ds = 3, int db = 3) =>
            Says("NormalizeColumnsGradient: " + says,
            () => Kernels.NormalizeColumnsGradient<float>(
                Of(x), Of(means), Of(variances), Of(scale), Of(dy), Of(dx), Of(ds), Of(db), 3, 1, correction: 0));
        ColumnsGradient("7 elements are not whole rows of 3 columns", x: 7);
        ColumnsGradient("means has 4 elements, and needs 3", means: 4);
        ColumnsGradient("variances has 4 elements, and needs 3", variances: 4);
        ColumnsGradient("scale has 4 elements, and needs 3", scale: 4);
        ColumnsGradient("dy has 5 elements, and needs 6", dy: 5);
        ColumnsGradient("dx has 5 elements, and needs 6", dx: 5);
        ColumnsGradient("dscale has 4 elements, and needs 3", ds: 4);
        ColumnsGradient("dshift has 4 elements, and needs 3", db: 4);
    }

    [Fact]
    public void Sums_and_softmax_name_the_span()
    {
        Says("SumRows: y has 2 elements, and needs 3", () => Kernels.SumRows<float>(Of(6), Of(2), 3));
        Says("SumColumns: x has 7 elements, and (2, 3) needs 6", () => Kernels.SumColumns<float>(Of(7), Of(2), 3));
        Says("Softmax: y has 5 elements, and needs 6", () => Kernels.Softmax<float>(Of(6), Of(5), 3));
        Says("SoftmaxGradient: dy has 5 elements, and needs 6", () => Kernels.SoftmaxGradient<float>(Of(6), Of(5), Of(6), 3));
        Says("SoftmaxGradient: dx has 5 elements, and needs 6", () => Kernels.SoftmaxGradient<float>(Of(6), Of(6), Of(5), 3));
        Says("LogSoftmax: y has 5 elements, and needs 6", () => Kernels.LogSoftmax<float>(Of(6), Of(5), 3));
        Says("LogSoftmaxGradient: dy has 5 elements, and needs 6", () => Kernels.LogSoftmaxGradient<float>(Of(6), Of(5), Of(6), 3));
        Says("LogSoftmaxGradient: dx has 5 elements, and needs 6", () => Kernels.LogSoftmaxGradient<float>(Of(6), Of(6), Of(5), 3));
        Says("LogSumExp: y has 3 elements, and needs 2", () => Kernels.LogSumExp<float>(Of(6), Of(3), 3));
    }

    [Fact]
    public void The_cross_entropy_names_the_span()
    {
        Says("CrossEntropy: targets has 3 elements, and needs 2", () => Kernels.CrossEntropy<float>(Of(6), new int[3], Of(6), 3));
        Says("CrossEntropy: probabilities has 5 elements, and needs 6", () => Kernels.CrossEntropy<float>(Of(6), new int[2], Of(5), 3));
        Says("CrossEntropy: counts has 5 elements, and needs 6", () => Kernels.CrossEntropy<float>(Of(6), Of(5), Of(6), 3));
        Says("CrossEntropy: probabilities has 5 elements, and needs 6", () => Kernels.CrossEntropy<float>(Of(6), Of(6), Of(5), 3));
        Says(
            "CrossEntropyGradient: probabilities has 5 elements, and (2, 3) needs 6",
            () => Kernels.CrossEntropyGradient<float>(Of(5), new int[2], 1, Of(6), 3));
        Says(
            "CrossEntropyGradient: dlogits has 5 elements, and (2, 3) needs 6",
            () => Kernels.CrossEntropyGradient<float>(Of(6), new int[2], 1, Of(5), 3));
        Says(
            "CrossEntropyGradient: counts has 5 elements, and needs 6",
            () => Kernels.CrossEntropyGradient<float>(Of(6), Of(5), 1, Of(6), 3));
        Says(
            "CrossEntropyGradient: dlogits has 5 elements, and needs 6",
            () => Kernels.CrossEntropyGradient<float>(Of(6), Of(6), 1, Of(5), 3));
    }

    [Fact]
    public void Choices_by_index_name_the_span()
    {
        Says("Gather: y has 5 elements, and (2, 3) needs 6", () => Kernels.Gather<float>(Of(12), new int[2], Of(5), 3));
        Says("Embedding: y has 5 elements, and (2, 3) needs 6", () => Kernels.Gather<float>(Of(12), new int[2], Of(5), 3, "Embedding"));
        Says("ScatterAdd: x has 5 elements, and (2, 3) needs 6", () => Kernels.ScatterAdd<float>(Of(5), new int[2], Of(12), 3));
        Says("Embedding: x has 5 elements, and (2, 3) needs 6", () => Kernels.ScatterAdd<float>(Of(5), new int[2], Of(12), 3, "Embedding"));
        Says("Pick: x has 5 elements, and (2, 3) needs 6", () => Kernels.Pick<float>(Of(5), new int[2], Of(2), 3));
        Says("Pick: y has 4 elements, and needs 2", () => Kernels.Pick<float>(Of(6), new int[2], Of(4), 3));
        Says("PickGradient: dy has 4 elements, and needs 2", () => Kernels.PickGradient<float>(Of(4), new int[2], Of(6), 3));
        Says("PickGradient: dx has 5 elements, and (2, 3) needs 6", () => Kernels.PickGradient<float>(Of(2), new int[2], Of(5), 3));
    }

    [Fact]
    public void Choices_by_mask_name_the_span_and_its_shape()
    {
        var masking = new Masking("Causal", [3], [2, 3]);
        Says("Causal: mask has 4 elements, and shape (3,) needs 3", () => masking.Where<float>(Of(4), Of(6), Of(6), Of(6)));
        Says("Causal: a has 5 elements, and shape (2, 3) needs 6", () => masking.Where<float>(Of(3), Of(5), Of(6), Of(6)));
        Says("Causal: b has 5 elements, and shape (2, 3) needs 6", () => masking.Where<float>(Of(3), Of(6), Of(5), Of(6)));
        Says("Causal: y has 5 elements, and shape (2, 3) needs 6", () => masking.Where<float>(Of(3), Of(6), Of(6), Of(5)));
        Says("Causal: x has 5 elements, and shape (2, 3) needs 6", () => masking.Fill<float>(Of(3), Of(5), 7, Of(6)));
        Says("Causal: x has 5 elements, and shape (2, 3) needs 6", () => masking.Keep<float>(Of(3), Of(5), Of(6)));
    }

    [Fact]
    public void Arithmetic_and_copies_name_the_span()
    {
        Says("Copy: y has 5 elements, and needs 6", () => Kernels.Copy<float>(Of(6), Of(5)));
        Says("Scale: y has 5 elements, and needs 6", () => Kernels.Scale<float>(Of(6), 2, Of(5)));
        Says("Product: y has 5 elements, and needs 6", () => Kernels.Product<float>(Of(6), Of(5), Of(6)));
        Says("Product: z has 5 elements, and needs 6", () => Kernels.Product<float>(Of(6), Of(6), Of(5)));
        Says("Descend: gradient has 5 elements, and needs 6", () => Kernels.Descend<float>(Of(6), Of(5), 1));
        Says("Widen: y has 5 elements, and needs 6", () => Kernels.Widen<float>(Of(6), new double[5]));
        Says("RepeatRows: y has 5 elements, and (2, 3) needs 6", () => Kernels.RepeatRows<float>(Of(3), Of(5), 2));
    }

    [Fact]
    public void Formulas_name_the_span()
    {
        ExpFormula exp = default;
        Says("Map: y has 5 elements, and needs 6", () => Kernels.Map<float, ExpFormula>(exp, Of(6), Of(5)));
        Says("MapGradient: y has 5 elements, and needs 6", () => Kernels.MapGradient<float, ExpFormula>(exp, Of(6), Of(5), Of(6), Of(6)));
        Says("MapGradient: dy has 5 elements, and needs 6", () => Kernels.MapGradient<float, ExpFormula>(exp, Of(6), Of(6), Of(5), Of(6)));
        Says("MapGradient: dx has 5 elements, and needs 6", () => Kernels.MapGradient<float, ExpFormula>(exp, Of(6), Of(6), Of(6), Of(5)));
    }

    [Fact]
    public void Formulas_of_two_operands_name_the_span()
    {
        void Map(string says, Broadcasting? axes, int left, int right, int y) =>
            Says("Map: " + says, () => Kernels.Map<float, LopsidedFormula>(default, axes, Of(left), Of(right), Of(y)));
        Map("right has 5 elements, and needs 6", null, 6, 5, 6);
        Map("y has 5 elements, and needs 6", null, 6, 6, 5);
        Broadcasting? axes = Broadcasting.Between("Map", [2, 1], [3]);
        Map("left has 4 elements, and shape (2, 1) needs 2", axes, 4, 3, 6);
        Map("right has 4 elements, and shape (3,) needs 3", axes, 2, 4, 6);
        Map("y has 5 elements, and shape (2, 3) needs 6", axes, 2, 3, 5);

        void Left(string says, int right, int y, int dy, int dleft) => Says(
            "MapGradientLeft: " + says,
            () => Kernels.MapGradientLeft<float, LopsidedFormula>(default, axes, Of(2), Of(right), Of(y), Of(dy), Of(dleft)));
        Left("right has 4 elements, and shape (3,) needs 3", 4, 6, 6, 2);
        Left("dy has 5 elements, and needs 6", 3, 6, 5, 2);
        Left("dleft has 4 elements, and needs 2", 3, 6, 6, 4);

        void Right(string says, int right, int y, int dy, int dright) => Says(
            "MapGradientRight: " + says,
            () => Kernels.MapGradientRight<float, LopsidedFormula>(default, axes, Of(2), Of(right), Of(y), Of(dy), Of(dright)));
        Right("right has 4 elements, and shape (3,) needs 3", 4, 6, 6, 3);
        Right("dy has 5 elements, and needs 6", 3, 6, 5, 3);
        Right("dright has 4 elements, and needs 3", 3, 6, 6, 4);
    }

    [Fact]
    public void Reductions_name_the_span_and_its_shape()
    {
        var reduction = new Reduction([2, 3], [3]);
        void Names(string operation, string span, Action shorter) =>
            Says($"{operation}: {span} has 5 elements, and shape (2, 3) needs 6", shorter);
        void NamesReduced(string operation, string span, Action longer) =>
            Says($"{operation}: {span} has 4 elements, and shape (3,) needs 3", longer);
        Names("Sum", "x", () => reduction.Sum<float>(Of(5), Of(3)));
        NamesReduced("Sum", "y", () => reduction.Sum<float>(Of(6), Of(4)));
        NamesReduced("Spread", "x", () => reduction.Spread<float>(Of(4), 1, Of(6)));
        Names("Spread", "y", () => reduction.Spread<float>(Of(3), 1, Of(5)));
        Names("Max", "x", () => reduction.Max<float>(Of(5), Of(3)));
        NamesReduced("Max", "y", () => reduction.Max<float>(Of(6), Of(4)));
        Names("Min", "x", () => reduction.Min<float>(Of(5), Of(3)));
        NamesReduced("Min", "y", () => reduction.Min<float>(Of(6), Of(4)));
        Names("ExtremeGradient", "x", () => reduction.ExtremeGradient<float>(Of(5), Of(3), Of(3), Of(6)));
        NamesReduced("ExtremeGradient", "y", () => reduction.ExtremeGradient<float>(Of(6), Of(4), Of(3), Of(6)));
        NamesReduced("ExtremeGradient", "dy", () => reduction.ExtremeGradient<float>(Of(6), Of(3), Of(4), Of(6)));
        Names("ExtremeGradient", "dx", () => reduction.ExtremeGradient<float>(Of(6), Of(3), Of(3), Of(5)));
        Names("Variance", "x", () => reduction.Variance<float>(Of(5), Of(3), Of(3), 1));
        NamesReduced("Variance", "mean", () => reduction.Variance<float>(Of(6), Of(4), Of(3), 1));
        NamesReduced("Variance", "y", () => reduction.Variance<float>(Of(6), Of(3), Of(4), 1));
        Names("VarianceGradient", "x", () => reduction.VarianceGradient<float>(Of(5), Of(3), Of(3), Of(6), 1));
        NamesReduced("VarianceGradient", "mean", () => reduction.VarianceGradient<float>(Of(6), Of(4), Of(3), Of(6), 1));
        NamesReduced("VarianceGradient", "dy", () => reduction.VarianceGradient<float>(Of(6), Of(3), Of(4), Of(6), 1));
        Names("VarianceGradient", "dx", () => reduction.VarianceGradient<float>(Of(6), Of(3), Of(3), Of(5), 1));
    }

    [Fact]
    public void A_permutation_names_the_span_and_its_shape()
    {
        var permutation = new Permutation("Permute", [2, 3], 1, 0);
        Says("Permute: x has 5 elements, and shape (2, 3) needs 6", () => permutation.Apply<float>(Of(5), Of(6)));
        Says("Permute: y has 5 elements, and shape (3, 2) needs 6", () => permutation.Apply<float>(Of(6), Of(5)));
    }

    [Fact]
    public void Copies_of_blocks_name_the_span_and_the_blocks()
    {
        const string Blocks = "too few for 3 blocks of 2 elements, of which the first begins at 1, and each later one 4 further on";
        Says("CopyBlocks: x has 10 elements, " + Blocks, () => Kernels.CopyBlocks<float>(Of(10), 1, 4, Of(6), 0, 2, 2, 3));
        Says("CopyBlocks: y has 10 elements, " + Blocks, () => Kernels.CopyBlocks<float>(Of(6), 0, 2, Of(10), 1, 4, 2, 3));
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(2, -1)]
    public void A_negative_size_is_named(int rows, int inner) => Says(
        $"MatMul: a is ({rows}, {inner}), and a size cannot be negative", () => Kernels.MatMul<float>(Of(0), Of(0), Of(0), rows, inner, 4));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 0)]
    public void A_matrix_of_a_size_0_needs_no_elements(int rows, int inner) => Says(
        $"MatMul: a has 1 elements, and ({rows}, {inner}) needs 0", () => Kernels.MatMul<float>(Of(1), Of(0), Of(0), rows, inner, 4));

    private static void Says(string message, Action run) => Assert.Equal(message, Assert.Throws<ArgumentException>(run).Message);

    private static float[] Of(int length) => new float[length];
}
