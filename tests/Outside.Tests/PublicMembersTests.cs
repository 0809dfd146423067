using System.Reflection;
using System.Runtime.CompilerServices;
using Makemore.Autograd;
using Makemore.Models;
using Makemore.Modules;
using Makemore.Tensors;

namespace Makemore.Outside.Tests;

/// <summary>What this project uses is public, so any program may use it.</summary>
public class PublicMembersTests
{
    [Fact]
    public void No_floor_of_the_library_shows_this_project_its_internals()
    {
        Assembly[] floors =
            [typeof(Tensor<>).Assembly, typeof(Variable<>).Assembly, typeof(Module<>).Assembly, typeof(NeuralModel<>).Assembly];
        IEnumerable<string> friends = floors
            .SelectMany(floor => floor.GetCustomAttributes<InternalsVisibleToAttribute>())
            .Select(friend => friend.AssemblyName);
        Assert.DoesNotContain(typeof(PublicMembersTests).Assembly.GetName().Name, friends);
    }
}
