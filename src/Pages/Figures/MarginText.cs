using OxyPlot;
using OxyPlot.Annotations;

namespace Makemore.Pages;

/// <summary>A text that may stand outside the plot's frame.</summary>
internal sealed class MarginText : TextAnnotation
{
    public override OxyRect GetClippingRect() => PlotModel.PlotBounds;
}
