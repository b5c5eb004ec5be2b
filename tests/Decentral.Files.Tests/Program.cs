using Decentral.Children;
using Xunit.MicrosoftTestingPlatform;

namespace Decentral.Files.Tests;

internal static class Program
{
    private static Task<int> Main(string[] args) => args is [ChildProcess.Verb, SavingChild.Role, var path]
        ? SavingChild.Run(path)
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
