using Decentral.Actors.Nodes.Membership;

namespace Decentral.Actors.Nodes.Tests.Membership;

public sealed class PhiAccrualDetectorTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(300);

    [Fact]
    public void PhiAt_RegularBeats_IsLowUntilTheyStop()
    {
        var detector = new PhiAccrualDetector(Start, Beat);

        var last = HearBeats(detector, 1000, _ => Beat);

        Assert.InRange(detector.PhiAt(last + Beat), 0, 1);
        Assert.InRange(detector.PhiAt(last + (Beat * 2)), 1, 3);
        Assert.True(detector.PhiAt(last + (Beat * 5)) > 8);
    }

    [Fact]
    public void PhiAt_JitteryBeats_WaitsLongerThanForRegularOnes()
    {
        var random = new Random(1);
        var regular = new PhiAccrualDetector(Start, Beat);
        var jittery = new PhiAccrualDetector(Start, Beat);

        var silence = TimeSpan.FromSeconds(1.5);
        var regularPhi = regular.PhiAt(HearBeats(regular, 500, _ => Beat) + silence);
        var heard = HearBeats(jittery, 500, _ => Beat * (0.1 + (3 * random.NextDouble())));
        var jitteryPhi = jittery.PhiAt(heard + silence);

        Assert.True(jitteryPhi < regularPhi / 2, $"{jitteryPhi} against {regularPhi}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(1000)]
    public void PhiAt_LongerAndLongerSilence_GrowsAndStaysFinite(int beats)
    {
        var detector = new PhiAccrualDetector(Start, Beat);
        var last = HearBeats(detector, beats, index => Beat * (1 + (0.1 * (index % 5))));

        var before = double.NegativeInfinity;
        for (var silence = TimeSpan.FromMilliseconds(1); silence < TimeSpan.FromDays(3650); silence *= 1.07)
        {
            var phi = detector.PhiAt(last + silence);
            Assert.True(double.IsFinite(phi) && phi >= before && phi >= 0, $"{phi} after {silence}, {before} before");
            before = phi;
        }
    }

    [Fact]
    public void Heard_SeveralAtOneTimeOrBackInTime_AreOneSign()
    {
        var detector = new PhiAccrualDetector(Start, Beat);
        var twin = new PhiAccrualDetector(Start, Beat);

        var last = HearBeats(detector, 50, _ => Beat);
        HearBeats(twin, 50, _ => Beat);
        twin.Heard(last);
        twin.Heard(last - Beat);

        Assert.Equal(last, twin.LastHeard);
        Assert.Equal(detector.PhiAt(last + Beat), twin.PhiAt(last + Beat));
    }

    [Fact]
    public void Restart_AfterAPause_NotesNoGap()
    {
        var detector = new PhiAccrualDetector(Start, Beat);
        var last = HearBeats(detector, 200, _ => Beat);
        var before = detector.PhiAt(last + (Beat * 3));

        detector.Restart(last + TimeSpan.FromHours(1));

        Assert.Equal(before, detector.PhiAt(last + TimeSpan.FromHours(1) + (Beat * 3)), 1e-9);
    }

    private static DateTimeOffset HearBeats(PhiAccrualDetector detector, int count, Func<int, TimeSpan> gap)
    {
        var now = Start;
        for (var i = 0; i < count; i++)
        {
            now += gap(i);
            detector.Heard(now);
        }

        return now;
    }
}
