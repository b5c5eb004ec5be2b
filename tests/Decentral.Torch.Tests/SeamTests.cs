using Decentral.Torch.Interop;

namespace Decentral.Torch.Tests;

[Collection(nameof(ProcessWide))]
public sealed class SeamTests
{
    [Fact]
    public void FromBlob_OwnMemory_SeesWritesOfBothSides()
    {
        using var scope = torch.NewDisposeScope();
        using var memory = new NativeFloats(1, 2, 3, 4);
        var view = TorchSeam.FromBlob(memory.Address, [2, 2]);

        memory.Values[3] = 40;
        view.mul_(2);

        Assert.Equal([2f, 4f, 6f, 80f], memory.ToArray());
        Assert.Equal(memory.Address, TorchSeam.DataPointer(view));
        Assert.Equal(4f, TorchSeam.AsSpan<float>(view)[1]);
    }

    [Fact]
    public void FromBlob_NullPointer_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchSeam.FromBlob(0, [1]));
    }

    [Fact]
    public void ParameterOver_TiedLeaves_AccumulateIntoTheArena()
    {
        using var scope = torch.NewDisposeScope();
        using var arena = new NativeFloats(3, 4, 5);
        using var gradients = new NativeFloats(100, 0, 0);
        var embedding = TorchSeam.ParameterOver(arena.Address, gradients.Address, [3, 1]);
        var head = TorchSeam.ParameterOver(arena.Address, gradients.Address, [3]);
        var picked = TorchSeam.Embedding(embedding, torch.tensor(new long[] { 1, 1, 2 }));

        (picked.sum() + (head * 3).sum()).backward();

        Assert.Equal([103f, 5f, 4f], gradients.ToArray());
        Assert.Equal([4f, 4f, 5f], picked.data<float>());
    }

    [Fact]
    public void ParameterOver_ManySteps_NeverLeavesItsMemory()
    {
        using var scope = torch.NewDisposeScope();
        using var arena = new NativeFloats(1, 2, 3, 4);
        using var gradients = new NativeFloats(0, 0, 0, 0);
        var weight = TorchSeam.ParameterOver(arena.Address, gradients.Address, [2, 2]);

        for (var step = 0; step < 3; step++)
        {
            using var inner = torch.NewDisposeScope();
            gradients.Values.Clear();
            nn.functional.linear(torch.ones(1, 2), weight).sum().backward();
            Assert.Equal([1f, 1f, 1f, 1f], gradients.ToArray());
            Assert.Equal(gradients.Address, TorchSeam.DataPointer(weight.grad!));
        }
    }

    [Fact]
    public void Rebind_ModuleParameter_MovesValuesAndGradientsToTheArena()
    {
        using var scope = torch.NewDisposeScope();
        using var layer = nn.Linear(2, 1, hasBias: false);
        var before = layer.weight.data<float>().ToArray();
        var (values, gradients) = (torch.zeros(2), torch.zeros(2));

        TorchSeam.Rebind(layer.weight, values.view(1, 2), gradients.view(1, 2));
        layer.call(torch.tensor(new float[,] { { 7, 11 } })).sum().backward();

        Assert.Equal(before, values.data<float>());
        Assert.Equal([7f, 11f], gradients.data<float>());
        Assert.Same(layer.weight, layer.parameters().Single());
    }

    [Fact]
    public void AsSpan_TensorWithGaps_SaysWhatToDo()
    {
        using var scope = torch.NewDisposeScope();

        var failure = Assert.Throws<InvalidOperationException>(
            () => TorchSeam.AsSpan<float>(torch.ones(2, 3).t()).Length);

        Assert.Contains("contiguous() first", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromSpan_Tokens_CopiesThem()
    {
        using var scope = torch.NewDisposeScope();
        long[] tokens = [1, 2, 3, 4];

        var tensor = TorchSeam.FromSpan<long>(tokens, [2, 2]);
        tokens[0] = 9;

        Assert.Equal([1L, 2L, 3L, 4L], tensor.data<long>());
    }

    [Fact]
    public void SetLaneThreads_OnALaneOfItsOwn_LeavesOtherThreadsAlone()
    {
        TorchSeam.SetLaneThreads(1);
        var inLane = 0;
        var lane = new Thread(() =>
        {
            TorchSeam.SetLaneThreads(2);
            inLane = torch.get_num_threads();
        });

        lane.Start();
        lane.Join();

        Assert.Equal((2, 1), (inLane, torch.get_num_threads()));
        TorchSeam.SetLaneThreads(1);
    }

    [Fact]
    public void SetLaneThreads_WithOpenBlas_SetsTheThreadsOfItsPoolToo()
    {
        Assert.SkipUnless(
            TorchSeam.Blas.Name.Contains("OpenBLAS", StringComparison.Ordinal),
            $"libtorch was given {TorchSeam.Blas}, whose threads are not set by an entry point of its own.");
        TorchSeam.SetLaneThreads(1);
        var one = NativeMethods.dt_get_blas_threads();

        TorchSeam.SetLaneThreads(2);

        Assert.Equal((1, 2), (one, NativeMethods.dt_get_blas_threads()));
        TorchSeam.SetLaneThreads(1);
    }

    [Fact]
    public void SetLaneThreads_None_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchSeam.SetLaneThreads(0));
    }

    [Fact]
    public void Blas_OnATestMachine_IsAFastOneWithAPath()
    {
        Assert.False(TorchSeam.Blas.IsSlow, TorchSeam.Blas.ToString());
        Assert.NotEmpty(TorchSeam.Blas.Path);
    }

    [Fact]
    public void BlasLibrary_ReferenceOrNone_IsSlow()
    {
        Assert.True(new BlasLibrary("reference", "").IsSlow);
        Assert.True(new BlasLibrary("none", "").IsSlow);
        Assert.False(new BlasLibrary("MKL", "").IsSlow);
    }

    [Fact]
    public void LibtorchVersion_Loaded_IsAtLeastTheOldestSupported()
    {
        var digits = TorchSeam.LibtorchVersion.TakeWhile(c => char.IsDigit(c) || c == '.').ToArray();

        Assert.True(Version.Parse(digits) >= new Version(1, 13), TorchSeam.LibtorchVersion);
    }
}
