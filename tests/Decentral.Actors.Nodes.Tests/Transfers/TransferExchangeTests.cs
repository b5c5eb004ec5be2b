namespace Decentral.Actors.Nodes.Tests.Transfers;

public sealed class TransferExchangeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Exchange_AnyFaults_EndsEachTransferOnceAndReleasesAll(int block)
    {
        for (var seed = block * 600; seed < (block + 1) * 600; seed++)
        {
            Run(seed, static exchange => exchange.Finish());
        }
    }

    /// <summary>The one piece under way, while the path is measured, is lost, and its transfer has ended.</summary>
    [Fact]
    public void Exchange_LossWhileOthersAreBegunAgainInTurn_EndsEachTransferOnceAndReleasesAll() =>
        Run(8701, static exchange => exchange.Finish());

    [Fact]
    [Trait("Category", "Long")]
    public void Exchange_AnyFaultsOfVeryManySeeds_EndsEachTransferOnceAndReleasesAll()
    {
        for (var seed = 0; seed < 50_000; seed++)
        {
            Run(seed, static exchange => exchange.Finish());
        }
    }

    [Fact]
    public void Exchange_ReceiverIsLost_EndsEachTransferOnceAndReleasesAll()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            Run(seed, static exchange =>
            {
                exchange.LoseReceiver();
                exchange.Begin(1000);
                exchange.Finish();
            });
        }
    }

    [Fact]
    public void Exchange_SenderIsLost_ReturnsTheBudget()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var exchange = new TransferExchange(seed);
            Disturb(exchange);
            exchange.LoseSender();
            exchange.RequireBudgetReturned();
        }
    }

    [Fact]
    public void Exchange_SenderGivesUpWithoutAWord_ReturnsTheBudget()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var exchange = new TransferExchange(seed);
            Disturb(exchange);
            exchange.PassUntilForgotten();
            exchange.RequireBudgetReturned();
        }
    }

    [Fact]
    public void Exchange_MoreThanTheBudgetAtOnce_AllArrive()
    {
        var exchange = new TransferExchange(1);
        for (var i = 0; i < 40; i++)
        {
            exchange.Begin(50_000);
        }

        exchange.Finish();

        exchange.RequireEachEndedOnce();
        Assert.Equal(32, exchange.Completed);
    }

    private static void Run(int seed, Action<TransferExchange> end)
    {
        var exchange = new TransferExchange(seed);
        try
        {
            Disturb(exchange);
            end(exchange);
            exchange.RequireEachEndedOnce();
            exchange.RequireBudgetReturned();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Seed {seed}: {error.Message}", error);
        }
    }

    private static void Disturb(TransferExchange exchange)
    {
        for (var step = 0; step < 400; step++)
        {
            exchange.StepWithFaults();
        }
    }
}
