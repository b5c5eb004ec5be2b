using System.Globalization;
using System.Text;
using Decentral.Actors.EventSourcing;

namespace Decentral.Simulation.Tests.Scenarios;

internal sealed class IncrementedSerializer : IEventSerializer<Incremented>
{
    public ReadOnlyMemory<byte> Write(Incremented journaled) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{journaled.Client} {journaled.Number}"));

    public Incremented Read(ReadOnlyMemory<byte> bytes)
    {
        var parts = Encoding.UTF8.GetString(bytes.Span).Split(' ');
        return new Incremented(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
