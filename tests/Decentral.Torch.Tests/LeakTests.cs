using System.Globalization;
using F = Decentral.Torch.torch.nn.functional;

namespace Decentral.Torch.Tests;

[Collection(nameof(ProcessWide))]
public sealed class LeakTests
{
    private const int Steps = 10_000;

    // By then the just-in-time compiler has done what it will do to these methods.
    private const int WarmUpSteps = 3_000;

    // One small tensor leaked a step would be some 5 MB.
    private const long AllowedGrowthBytes = 3 << 20;

    [Fact]
    public void TrainingStep_TenThousandTimes_LeavesTensorsAndMemoryAsTheyWere()
    {
        using var model = torch.NewDisposeScope();
        var (weight, norm) = (torch.ones([16, 16], requires_grad: true), torch.ones([16], requires_grad: true));
        var (input, targets) = (torch.ones(1, 8, 16), torch.zeros([1, 8], torch.int64));
        Repeat(WarmUpSteps, Step);
        var (tensorsBefore, bytesBefore) = (TorchSeam.LiveTensors, OwnMemoryBytes());

        Repeat(Steps, Step);

        Assert.Equal(tensorsBefore, TorchSeam.LiveTensors);
        Assert.InRange(OwnMemoryBytes() - bytesBefore, long.MinValue, AllowedGrowthBytes);

        void Step()
        {
            using var step = torch.NewDisposeScope();
            var hidden = F.gelu(F.linear(input, weight) + 1);
            var (sum, normed) = TorchSeam.AddRmsNorm(hidden, input, norm, 1e-5);
            var parts = (sum + normed).split(8, 2);
            TorchSeam.LinearCrossEntropy(torch.cat(parts, 2), weight, targets).backward();
            using var unrecorded = torch.no_grad();
            weight.sub_(weight.grad! * 1e-3);
            weight.grad = null;
        }
    }

    [Fact]
    public void FailedOperation_ManyTimes_LeavesNoTensor()
    {
        using var scope = torch.NewDisposeScope();
        var (a, b) = (torch.ones(2, 3), torch.ones(2, 3));
        var before = TorchSeam.LiveTensors;

        Repeat(50, () => Assert.ThrowsAny<Exception>(() => a.matmul(b)));

        Assert.Equal(before, TorchSeam.LiveTensors);
    }

    [Fact]
    public void ForgottenTensors_AfterCollection_AreReleased()
    {
        var before = TorchSeam.LiveTensors;
        Repeat(100, () => torch.ones(2));

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Equal(before, TorchSeam.LiveTensors);
    }

    // Memory that is no file's: pages of libraries come and go as they are used.
    private static long OwnMemoryBytes()
    {
        const string Name = "RssAnon:";
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Name, StringComparison.Ordinal));
        return long.Parse(line[Name.Length..^"kB".Length], CultureInfo.InvariantCulture) << 10;
    }

    // Collecting now and then keeps the managed heap from growing into memory that the process had not touched before.
    private static void Repeat(int count, Action action)
    {
        const int CollectEvery = 500;
        for (var i = 0; i < count; i++)
        {
            action();
            if (i % CollectEvery == 0)
            {
                GC.Collect();
            }
        }
    }
}
