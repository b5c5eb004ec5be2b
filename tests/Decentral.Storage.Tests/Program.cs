using Decentral.Storage.Tests.Children;
using Xunit.MicrosoftTestingPlatform;

namespace Decentral.Storage.Tests;

internal static class Program
{
    private static Task<int> Main(string[] args) => args is [ChildProcess.Verb, var role, .. var rest]
        ? ChildProcess.Play(role, rest)
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
