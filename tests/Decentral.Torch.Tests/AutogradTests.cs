using System.Runtime.InteropServices;

namespace Decentral.Torch.Tests;

public sealed class AutogradTests
{
    [Fact]
    public void Backward_Twice_AddsToTheGradient()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(new[] { 1f, 2f }, requires_grad: true);

        (x * x).sum().backward();
        (x * 3).sum().backward();

        Assert.Equal([5f, 7f], x.grad!.data<float>());
    }

    [Fact]
    public void Grad_BeforeBackward_IsNull()
    {
        using var scope = torch.NewDisposeScope();

        Assert.Null(torch.ones(2, requires_grad: true).grad);
    }

    [Fact]
    public void Grad_SetTensor_IsWrittenInPlace()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.ones(2, requires_grad: true);
        var slot = torch.full([2], 10.0);
        x.grad = slot;

        (x * 3).sum().backward();

        Assert.Equal([13f, 13f], slot.data<float>());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_SetTensorOfAnotherShape_NamesBothShapes()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.ones(2, requires_grad: true);

        var failure = Assert.Throws<ExternalException>(() => x.grad = torch.ones(3));

        Assert.Equal("the gradient has shape [3] but its tensor has [2]", failure.Message);
        Assert.Throws<ExternalException>(() => x.grad = torch.ones([2], torch.float64));
    }

    [Fact]
    public void NoGrad_WhileItLasts_RecordsNothing()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.ones(2, requires_grad: true);

        using (torch.no_grad())
        {
            Assert.False(torch.is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (torch.enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }
        }

        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void InferenceMode_WhileItLasts_MakesTensorsThatCannotBeRecorded()
    {
        using var scope = torch.NewDisposeScope();
        Tensor made;

        using (torch.inference_mode())
        {
            made = torch.ones(2);
        }

        Assert.Throws<ExternalException>(() => made.requires_grad = true);
        Assert.True(torch.ones(2, requires_grad: true).requires_grad);
    }

    [Fact]
    public void Detach_OfAResult_CutsTheGraph()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.ones(2, requires_grad: true);

        ((x * 2).detach() * x).sum().backward();

        Assert.Equal([2f, 2f], x.grad!.data<float>());
        Assert.False((x * 2).detach_().requires_grad);
    }

    [Fact]
    public void RetainGrad_OfAnInnerResult_KeepsItsGradient()
    {
        using var scope = torch.NewDisposeScope();
        var inner = torch.ones(2, requires_grad: true) * 2;
        inner.retain_grad();

        (inner * 5).sum().backward();

        Assert.False(inner.is_leaf);
        Assert.Equal([5f, 5f], inner.grad!.data<float>());
    }

    [Fact]
    public void Backward_WithGivenGradient_StartsFromIt()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.ones(2, requires_grad: true);

        (x * 2).backward([torch.tensor(new[] { 1f, 10f })]);

        Assert.Equal([2f, 20f], x.grad!.data<float>());
    }

    [Fact]
    public void Backward_GraphFreed_ThrowsUnlessRetained()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.ones(2, requires_grad: true);
        var loss = (x * x).sum();

        loss.backward(null, retain_graph: true);
        loss.backward();

        var failure = Assert.Throws<ExternalException>(loss.backward);
        Assert.StartsWith(
            "Trying to backward through the graph a second time", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AutogradGrad_SecondOrder_LeavesTheSlotsAlone()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(new[] { 2.0 }, requires_grad: true);
        var unused = torch.tensor(new[] { 1.0 }, requires_grad: true);

        var first = torch.autograd.grad([x.pow(3).sum()], [x, unused], create_graph: true, allow_unused: true);
        var second = torch.autograd.grad([first[0].sum()], [x]);

        Assert.Equal(12.0, first[0].item<double>());
        Assert.Null(first[1]);
        Assert.Equal(12.0, second[0].item<double>());
        Assert.Null(x.grad);
    }

    [Fact]
    public void InPlace_OnALeafThatIsRecorded_IsRefusedByLibtorch()
    {
        using var scope = torch.NewDisposeScope();

        var failure = Assert.Throws<ExternalException>(() => torch.ones(2, requires_grad: true).add_(1));

        Assert.Equal("a leaf Variable that requires grad is being used in an in-place operation.", failure.Message);
    }
}
