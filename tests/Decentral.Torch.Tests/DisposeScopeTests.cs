namespace Decentral.Torch.Tests;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Dispose_Scope_DisposesWhatItsThreadMade()
    {
        Tensor inside;
        using (torch.NewDisposeScope())
        {
            inside = torch.ones(1);
        }

        Assert.True(inside.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => inside.shape);
    }

    [Fact]
    public void MoveToOuter_FromNestedScopes_LivesAsLongAsTheOuter()
    {
        Tensor moved;
        using (var outer = torch.NewDisposeScope())
        {
            using (torch.NewDisposeScope())
            {
                moved = torch.ones(1).MoveToOuterDisposeScope();
            }

            Assert.False(moved.IsInvalid);
            Assert.Equal(1, outer.DisposablesCount);
        }

        Assert.True(moved.IsInvalid);
    }

    [Fact]
    public void Detach_FromAScope_OutlivesIt()
    {
        Tensor detached, moved;
        using (var scope = torch.NewDisposeScope())
        {
            detached = torch.ones(1).DetachFromDisposeScope();
            moved = scope.MoveToOuter(torch.ones(1));
        }

        Assert.False(detached.IsInvalid);
        Assert.False(moved.IsInvalid);
        detached.Dispose();
        moved.Dispose();
    }

    [Fact]
    public void Attach_TensorOfNobody_IsDisposedWithTheScope()
    {
        var made = torch.ones(1);

        using (var scope = torch.NewDisposeScope())
        {
            scope.Attach(made);
        }

        Assert.True(made.IsInvalid);
    }

    [Fact]
    public void DisposeEverything_InAnOpenScope_LeavesItUsable()
    {
        using var scope = torch.NewDisposeScope();
        var first = torch.ones(1);

        scope.DisposeEverything();
        var second = torch.ones(1);

        Assert.True(first.IsInvalid);
        Assert.False(second.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Dispose_TensorsInAnyOrder_LeavesTheOthers()
    {
        using var scope = torch.NewDisposeScope();
        var tensors = Enumerable.Range(0, 5).Select(i => torch.tensor((float)i)).ToArray();

        tensors[1].Dispose();
        tensors[4].Dispose();
        tensors[0].Dispose();
        tensors[0].Dispose();

        Assert.Equal(2, scope.DisposablesCount);
        Assert.Equal(5f, tensors[2].item<float>() + tensors[3].item<float>());
    }

    [Fact]
    public void Dispose_OuterScopeFirst_KeepsTheInnerOneCurrent()
    {
        var outer = torch.NewDisposeScope();
        var inner = torch.NewDisposeScope();

        outer.Dispose();
        Assert.Same(inner, torch.CurrentDisposeScope);
        inner.Dispose();

        Assert.Null(torch.CurrentDisposeScope);
    }

    [Fact]
    public void Scope_OfAnotherThread_DoesNotSeeThisOnes()
    {
        using var scope = torch.NewDisposeScope();
        DisposeScope? seen = scope;
        var thread = new Thread(() =>
        {
            seen = torch.CurrentDisposeScope;
            using var own = torch.NewDisposeScope();
            torch.ones(1);
        });

        thread.Start();
        thread.Join();

        Assert.Null(seen);
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Parameter_OfATensor_TakesItsPlaceInTheScope()
    {
        Parameter parameter;
        using (var scope = torch.NewDisposeScope())
        {
            var data = torch.ones(2);
            parameter = nn.Parameter(data);

            Assert.True(data.IsInvalid);
            Assert.True(parameter.requires_grad);
            Assert.Equal(1, scope.DisposablesCount);
        }

        Assert.True(parameter.IsInvalid);
    }
}
