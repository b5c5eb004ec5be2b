namespace Decentral.Simulation.Nodes;

/// <summary>Who bears which well-known name at present, over all nodes.</summary>
internal sealed class WellKnownNames
{
    private readonly Dictionary<string, SimulatedActorCell> _bearers = new(StringComparer.Ordinal);

    public SimulatedActorCell? Find(string name) => _bearers.GetValueOrDefault(name);

    public void Give(string name, SimulatedActorCell bearer)
    {
        if (_bearers.TryGetValue(name, out var present))
        {
            throw new InvalidOperationException(
                $"{bearer.Self} cannot bear the well-known name '{name}': {present.Self} still does. Wait until it has stopped.");
        }

        _bearers.Add(name, bearer);
    }

    public void TakeBack(string name, SimulatedActorCell bearer)
    {
        if (Find(name) == bearer)
        {
            _bearers.Remove(name);
        }
    }
}
