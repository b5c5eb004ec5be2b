using Decentral.Storage.Postgres;
using Npgsql;

namespace Decentral.Storage.Tests.Postgres;

public sealed class PostgresFailureTests
{
    [Theory]
    [InlineData("ERROR", "53100", nameof(PostgresFault.Refused))]
    [InlineData("PANIC", "53100", nameof(PostgresFault.Unanswered))]
    [InlineData("ERROR", "40001", nameof(PostgresFault.Contended))]
    [InlineData("ERROR", "40003", nameof(PostgresFault.Unanswered))]
    [InlineData("ERROR", "57014", nameof(PostgresFault.Refused))]
    [InlineData("FATAL", "57P01", nameof(PostgresFault.Unanswered))]
    [InlineData("FATAL", "53300", nameof(PostgresFault.Unanswered))]
    [InlineData("FATAL", "28P01", nameof(PostgresFault.Refused))]
    [InlineData("FATAL", "3D000", nameof(PostgresFault.Refused))]
    public void FaultOf_AnswerOfTheServer_TellsWhetherTheStatementDidSomething(
        string severity, string state, string expected) => Assert.Equal(
        expected, $"{PostgresFailure.FaultOf(new PostgresException("words", severity, severity, state))}");

    [Fact]
    public void FaultOf_NoAnswer_IsNotKnown() => Assert.All(
        [new NpgsqlException(), new TimeoutException(), new OperationCanceledException(), new IOException()],
        (Exception error) => Assert.Equal(PostgresFault.Unanswered, PostgresFailure.FaultOf(error)));
}
