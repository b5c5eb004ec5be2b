using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Decentral.Cli.Joining;

/// <summary>
/// The hours of a week in which a machine takes part, by its own clock: <c>22:00-07:00</c>, or
/// <c>mon-fri 18:00-08:00, sat-sun 00:00-24:00</c>. Hours that end before they begin end on the next day.
/// </summary>
internal sealed class OpenHours
{
    private const int DaysOfWeek = 7;
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly IReadOnlyList<Window> _windows;

    private OpenHours(IReadOnlyList<Window> windows) => _windows = windows;

    /// <summary>Reads hours; false where the text is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out OpenHours? hours)
    {
        var windows = new List<Window>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryParse(part, out Window window))
            {
                hours = null;
                return false;
            }

            windows.Add(window);
        }

        hours = new OpenHours(windows);
        return true;
    }

    /// <summary>Whether a machine takes part at a moment.</summary>
    public bool IsOpenAt(DateTime local) => _windows.Any(window => window.Holds(local));

    /// <summary>When that changes next; null where it never does.</summary>
    public DateTime? NextChange(DateTime local)
    {
        var isOpen = IsOpenAt(local);
        var changes = Enumerable.Range(-1, DaysOfWeek + 2)
            .SelectMany(day => _windows.SelectMany(window => window.EndsOf(local.Date.AddDays(day))))
            .Where(end => end > local && IsOpenAt(end) != isOpen);
        return changes.Order().Cast<DateTime?>().FirstOrDefault();
    }

    private static bool TryParse(string part, out Window window)
    {
        window = default;
        var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (1 or 2) || !TryParseTimes(words[^1], out var from, out var to))
        {
            return false;
        }

        var days = Enumerable.Repeat(true, DaysOfWeek).ToArray();
        if (words.Length == 2 && !TryParseDays(words[0], days))
        {
            return false;
        }

        window = new Window(days, from, to > from ? to - from : to - from + TimeSpan.FromDays(1));
        return true;
    }

    private static bool TryParseTimes(string text, out TimeSpan from, out TimeSpan to)
    {
        (from, to) = (default, default);
        return text.Split('-') is [var first, var last] && TryParseTime(first, out from) && TryParseTime(last, out to)
            && from < TimeSpan.FromDays(1);
    }

    private static bool TryParseTime(string text, out TimeSpan time)
    {
        time = default;
        if (text.Split(':') is not [var hours, var minutes] || minutes.Length != 2
            || !int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            || !int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var minute))
        {
            return false;
        }

        time = new TimeSpan(hour, minute, 0);
        return minute < 60 && time <= TimeSpan.FromDays(1);
    }

    private static bool TryParseDays(string text, bool[] days)
    {
        var ends = text.Split('-');
        var first = Array.IndexOf(Days, ends[0].ToLowerInvariant());
        var last = Array.IndexOf(Days, ends[^1].ToLowerInvariant());
        if (first < 0 || last < 0 || ends.Length > 2)
        {
            return false;
        }

        var count = ((last - first + DaysOfWeek) % DaysOfWeek) + 1;
        for (var day = 0; day < DaysOfWeek; day++)
        {
            days[day] = (day - first + DaysOfWeek) % DaysOfWeek < count;
        }

        return true;
    }

    /// <param name="BeginsOn">By the day of the week on which it begins.</param>
    /// <param name="From">Since midnight.</param>
    /// <param name="Length">At most a day.</param>
    private readonly record struct Window(bool[] BeginsOn, TimeSpan From, TimeSpan Length)
    {
        public bool Holds(DateTime local) => HoldsOf(local.Date, local) || HoldsOf(local.Date.AddDays(-1), local);

        public IEnumerable<DateTime> EndsOf(DateTime day) => [day + From, day + From + Length];

        private bool HoldsOf(DateTime day, DateTime local) =>
            BeginsOn[(int)day.DayOfWeek] && local >= day + From && local < day + From + Length;
    }
}
