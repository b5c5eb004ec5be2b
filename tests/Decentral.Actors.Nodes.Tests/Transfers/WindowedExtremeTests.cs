using Decentral.Actors.Nodes.Transfers;

namespace Decentral.Actors.Nodes.Tests.Transfers;

public sealed class WindowedExtremeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Value_RandomDraws_IsThatOfTheNaiveReference(bool greatest)
    {
        var window = TimeSpan.FromSeconds(10);
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var extreme = new WindowedExtreme(window, greatest);
            List<(double Value, TimeSpan At)> all = [];
            var now = TimeSpan.Zero;
            Assert.Equal(0, extreme.Value);
            for (var i = 0; i < 100; i++)
            {
                now += TimeSpan.FromMilliseconds(random.Next(3000));
                var value = random.Next(20);
                extreme.Add(value, now);
                all.Add((value, now));

                var present = all.Where(one => now - one.At <= window).Select(one => one.Value);
                Assert.Equal(greatest ? present.Max() : present.Min(), extreme.Value);
            }
        }
    }
}
