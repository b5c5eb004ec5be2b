using System.Globalization;
using Decentral.Cli.Joining;

namespace Decentral.Cli.Tests.Joining;

public sealed class OpenHoursTests
{
    [Theory]
    [InlineData("09:00-17:00", "2026-11-23 08:59", false)]
    [InlineData("09:00-17:00", "2026-11-23 09:00", true)]
    [InlineData("09:00-17:00", "2026-11-23 17:00", false)]
    [InlineData("22:00-07:00", "2026-11-23 23:30", true)]
    [InlineData("22:00-07:00", "2026-11-24 06:59", true)]
    [InlineData("22:00-07:00", "2026-11-24 07:00", false)]
    [InlineData("mon-fri 18:00-08:00", "2026-11-28 07:00", true)] // Saturday: what began on Friday
    [InlineData("mon-fri 18:00-08:00", "2026-11-28 18:30", false)]
    [InlineData("sat-mon 00:00-24:00", "2026-11-23 12:00", true)] // Monday
    [InlineData("sat-mon 00:00-24:00", "2026-11-24 12:00", false)]
    [InlineData("SUN 10:00-11:00", "2026-11-22 10:30", true)]
    [InlineData("09:00-12:00, 13:00-17:00", "2026-11-23 12:30", false)]
    [InlineData("09:00-12:00, 13:00-17:00", "2026-11-23 13:30", true)]
    [InlineData("08:00-08:00", "2026-11-23 03:00", true)]
    public void IsOpenAt_Moment_IsAsTheHoursSay(string text, string moment, bool expected) =>
        Assert.Equal(expected, Parse(text).IsOpenAt(At(moment)));

    [Theory]
    [InlineData("09:00-17:00", "2026-11-23 08:00", "2026-11-23 09:00")]
    [InlineData("09:00-17:00", "2026-11-23 09:00", "2026-11-23 17:00")]
    [InlineData("22:00-07:00", "2026-11-23 23:00", "2026-11-24 07:00")]
    [InlineData("09:00-12:00, 12:00-17:00", "2026-11-23 10:00", "2026-11-23 17:00")]
    [InlineData("mon 09:00-10:00", "2026-11-23 09:30", "2026-11-23 10:00")]
    [InlineData("mon 09:00-10:00", "2026-11-23 10:00", "2026-11-30 09:00")]
    [InlineData("sat-sun 00:00-24:00", "2026-11-28 05:00", "2026-11-30 00:00")]
    public void NextChange_Moment_IsTheNextOpeningOrClosing(string text, string moment, string expected) =>
        Assert.Equal(At(expected), Parse(text).NextChange(At(moment)));

    [Fact]
    public void NextChange_OpenAllTheTime_IsNone() => Assert.Null(Parse("00:00-24:00").NextChange(At("2026-11-23 08:00")));

    [Theory]
    [InlineData("")]
    [InlineData("nights")]
    [InlineData("9-17")]
    [InlineData("09:00-25:00")]
    [InlineData("24:00-08:00")]
    [InlineData("09:60-10:00")]
    [InlineData("09:00-10:00-11:00")]
    [InlineData("monday 09:00-10:00")]
    [InlineData("mon-tue-wed 09:00-10:00")]
    [InlineData("mon fri 09:00-10:00")]
    [InlineData("09:00-10:00,")]
    [InlineData("-1:00-10:00")]
    public void TryParse_NoHours_IsFalse(string text) => Assert.False(OpenHours.TryParse(text, out _));

    private static OpenHours Parse(string text)
    {
        Assert.True(OpenHours.TryParse(text, out var hours));
        return hours;
    }

    private static DateTime At(string moment) => DateTime.ParseExact(moment, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
