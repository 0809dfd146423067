using System.Numerics;
using Makemore.Autograd;

namespace Makemore.Modules;

/// <summary>What the normalizing layers divide by.</summary>
internal static class InverseRootExtensions
{
    extension<T>(Variable<T> variance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>1 / √(variance + ε), in which ε keeps a variance of 0 from dividing by 0.</summary>
        public Variable<T> InverseRoot(double epsilon) =>
            (variance + new Constant<T>(T.CreateChecked(epsilon))).Pow(T.CreateChecked(-0.5));
    }
}
