using System.Runtime.InteropServices;

namespace Decentral.Training.Tests.Faults;

/// <summary>The processor time of the present thread: what it takes does not depend on what else the machine does.</summary>
internal static class ThreadTime
{
    /// <summary>CLOCK_THREAD_CPUTIME_ID of Linux.</summary>
    private const int OfThread = 3;

    public static TimeSpan Now => GetTime(OfThread, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
        : throw new InvalidOperationException("The system has no clock of a thread's processor time.");

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out UnixTime time);

    private readonly record struct UnixTime(nint Seconds, nint Nanoseconds);
}
