using System.Runtime.InteropServices;

namespace Decentral.Torch.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Matmul_TwoMatrices_MultipliesThem()
    {
        using var scope = torch.NewDisposeScope();

        var product = torch.tensor(new float[,] { { 1, 2 }, { 3, 4 } }).matmul(torch.tensor(new float[,] { { 1 }, { 10 } }));

        Assert.Equal([21f, 43f], product.data<float>().ToArray());
        Assert.Equal([2L, 1L], product.shape);
    }

    [Fact]
    public void Matmul_WrongShapes_ThrowsLibtorchsMessage()
    {
        using var scope = torch.NewDisposeScope();

        var failure = Assert.Throws<ExternalException>(() => torch.ones(2, 3).matmul(torch.ones(2, 3)));

        Assert.Equal("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", failure.Message);
    }

    [Fact]
    public unsafe void ParameterOver_TiedLeaves_AccumulateIntoTheArena()
    {
        using var scope = torch.NewDisposeScope();
        using var arena = new NativeFloats(3, 4, 5);
        using var gradients = new NativeFloats(100, 0, 0);
        var embedding = TorchSeam.ParameterOver(arena.Address, gradients.Address, [3]);
        var head = TorchSeam.ParameterOver(arena.Address, gradients.Address, [3]);

        ((embedding * 2).sum() + (head * 3).sum()).backward();

        Assert.Equal([105f, 5f, 5f], gradients.ToArray());
    }

    [Fact]
    public void Blas_OnThisMachine_IsNotTheReference()
    {
        Assert.False(TorchSeam.Blas.IsSlow, TorchSeam.Blas.ToString());
    }

    [Fact]
    public void Rebind_ModuleParameter_MovesValuesAndGradientsToTheArena()
    {
        using var scope = torch.NewDisposeScope();
        using var layer = nn.Linear(2, 1, hasBias: false);
        var before = layer.weight.data<float>().ToArray();
        var values = torch.zeros(2);
        var gradients = torch.zeros(2);

        TorchSeam.Rebind(layer.weight, values.view(1, 2), gradients.view(1, 2));
        layer.call(torch.tensor(new float[,] { { 7, 11 } })).sum().backward();

        Assert.Equal(before, values.data<float>().ToArray());
        Assert.Equal([7f, 11f], gradients.data<float>().ToArray());
    }
}
