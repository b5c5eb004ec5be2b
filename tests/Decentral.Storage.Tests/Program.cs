using Decentral.Children;
using Decentral.Storage.Tests.Children;
using Xunit.MicrosoftTestingPlatform;

namespace Decentral.Storage.Tests;

internal static class Program
{
    private static Task<int> Main(string[] args) => args is [ChildProcess.Verb, var role, var argument]
        ? Play(role, argument)
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);

    private static async Task<int> Play(string role, string argument)
    {
        await (role switch
        {
            AppendingChild.Role => AppendingChild.Run(argument),
            SnapshottingChild.Role => SnapshottingChild.Run(argument),
            MeasuringChild.Role => MeasuringChild.Run(argument),
            FullDiskChild.Role => FullDiskChild.Run(argument),
            LeadingChild.Role => LeadingChild.Play(argument),
            _ => throw new ArgumentException($"no role {role}"),
        });
        return 0;
    }
}
