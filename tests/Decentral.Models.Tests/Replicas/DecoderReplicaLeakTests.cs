using System.Globalization;
using Decentral.Children;
using Decentral.Models.Decoders;

namespace Decentral.Models.Tests.Replicas;

/// <summary>In a process of its own, whose memory no other test moves.</summary>
public sealed class DecoderReplicaLeakTests
{
    // One tensor of one number leaked a step would be some megabyte a stretch.
    private const long AllowedGrowthBytes = 256 << 10;

    // The just-in-time compiler and the allocators come by their memory when the machine lets them, but not for ever.
    private const long AllowedInAllBytes = 24 << 20;

    [Theory]
    [InlineData(DecoderFamily.Gpt)]
    [InlineData(DecoderFamily.Llama)]
    public async Task TrainStep_TenThousandTimes_LeavesTensorsAndMemoryAsTheyWere(DecoderFamily family)
    {
        using var child = ChildProcess.Start(TrainingChild.Role, family.ToString());

        var tensors = await Next(child);
        var growths = new List<long>();
        while (growths.Count < TrainingChild.Stretches)
        {
            growths.Add(await Next(child));
        }

        Assert.Equal(0, tensors);
        Assert.InRange(growths.Min(), -AllowedInAllBytes, AllowedGrowthBytes);
        Assert.InRange(growths.Sum(), -AllowedInAllBytes, AllowedInAllBytes);
    }

    private static async Task<long> Next(ChildProcess child)
    {
        var line = await child.ReadLine(TestContext.Current.CancellationToken);
        Assert.True(line is not null, "the child ended before it had trained");
        return long.Parse(line, CultureInfo.InvariantCulture);
    }
}
