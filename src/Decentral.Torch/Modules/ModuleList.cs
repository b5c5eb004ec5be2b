using System.Collections;

namespace Decentral.Torch.Modules;

/// <summary>Modules under the names 0, 1, 2 and so on, registered when the list itself is.</summary>
public class ModuleList<T> : torch.nn.Module, IReadOnlyList<T>
    where T : torch.nn.Module
{
    private readonly List<T> _list;
    private int _registered;

    public ModuleList(params T[] modules)
        : base(nameof(ModuleList<T>)) => _list = [.. modules];

    public int Count => _list.Count;

    public T this[int index] => _list[index];

    public void Add(T item) => _list.Add(item);

    public void append(params T[] parameters) => _list.AddRange(parameters);

    public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected internal override void RegisterComponents()
    {
        for (; _registered < _list.Count; _registered++)
        {
            register_module($"{_registered}", _list[_registered]);
        }
    }
}
