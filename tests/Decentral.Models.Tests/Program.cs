using Decentral.Children;
using Decentral.Models.Tests.Replicas;
using Decentral.Models.Tests.Safetensors;
using Xunit.MicrosoftTestingPlatform;

namespace Decentral.Models.Tests;

internal static class Program
{
    private static Task<int> Main(string[] args) => args is [ChildProcess.Verb, var role, var argument]
        ? Task.FromResult(Play(role, argument))
        : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);

    private static int Play(string role, string argument) => role switch
    {
        SavingChild.Role => SavingChild.Run(argument),
        TrainingChild.Role => TrainingChild.Run(argument),
        _ => throw new ArgumentException($"no role {role}"),
    };
}
