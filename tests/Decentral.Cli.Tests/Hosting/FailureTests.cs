using Decentral.Cli.Hosting;
using Decentral.Models.Data;
using Decentral.Training.Jobs;
using Decentral.Training.Supervision;
using Decentral.Training.Workers;

namespace Decentral.Cli.Tests.Hosting;

public sealed class FailureTests
{
    public static TheoryData<Exception, int> Faults => new()
    {
        { new MistakeException("wrong"), 2 },
        { new JobRefusedException([new JobProblem("workers", "fewer", "more")]), 2 },
        { new DataSourceException("empty"), 2 },
        { new IOException("No space left on device"), 2 },
        { new RunFailedException("failed", new IOException("No space left on device")), 2 },
        { new WorkerFailedException("failed", new DllNotFoundException("libtorch")), 2 },
        { new TrainingDivergedException("The loss is not a number."), 1 },
        { new InvalidOperationException("a bug"), 1 },
        { new StoppedEarlyException(new OperationCanceledException()), 1 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Of_AnyException_HasTheDocumentedCode(Exception fault, int code) =>
        Assert.Equal(code, (int)Failure.Of(fault).Code);

    [Fact]
    public void Of_ExceptionThatIsNotForThePerson_WantsItsTrace()
    {
        Assert.False(Failure.Of(new RunFailedException("failed", new InvalidOperationException("a bug"))).IsExpected);
        Assert.True(Failure.Of(new TrainingDivergedException("The loss is not a number.")).IsExpected);
    }
}
