using System.Threading.Channels;

namespace Decentral.Benchmarks.Actors;

/// <summary>What a hand-over costs with nothing around it: two tasks and two unbounded channels of structs.</summary>
internal static class ChannelPair
{
    public static void Exchange(int messages, int window)
    {
        var there = Create();
        var back = Create();
        var answering = Task.Run(() => Answer(there.Reader, back.Writer, messages, window));
        Task.Run(() => Send(there.Writer, back.Reader, messages, window)).Wait();
        answering.Wait();
    }

    private static Channel<Item> Create() =>
        Channel.CreateUnbounded<Item>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private static async Task Send(ChannelWriter<Item> there, ChannelReader<Item> back, int messages, int window)
    {
        for (var sent = 0; sent < messages; sent += window)
        {
            for (var index = 0; index < window; index++)
            {
                there.TryWrite(new Item(sent + index));
            }

            await back.ReadAsync();
        }
    }

    private static async Task Answer(ChannelReader<Item> there, ChannelWriter<Item> back, int messages, int window)
    {
        for (var received = 1; received <= messages; received++)
        {
            var item = await there.ReadAsync();
            if (received % window == 0)
            {
                back.TryWrite(item);
            }
        }
    }
}
