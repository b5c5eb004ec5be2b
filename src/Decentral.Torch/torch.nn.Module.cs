using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Decentral.Torch.Modules;
using Decentral.Torch.Utils;

namespace Decentral.Torch;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A part of a model: parameters, buffers and further modules under names. A subclass makes its fields known by
        /// calling <see cref="RegisterComponents"/> at the end of its constructor.
        /// </summary>
        public class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Parameter> _parameters = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> _buffers = [];
            private readonly OrderedDictionary<string, Module> _submodules = [];
            private readonly string _name;

            protected Module(string name) => _name = name;

            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => _name;

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                return Walk(module => module._parameters, recurse)
                    .Where(entry => !entry.value.IsInvalid && seen.Add(entry.value));
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(entry => entry.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true) =>
                Walk(module => module._buffers, recurse).Select(entry => (entry.name, entry.value.Tensor));

            public virtual IEnumerable<Tensor> buffers(bool recurse = true) =>
                named_buffers(recurse).Select(entry => entry.buffer);

            public virtual IEnumerable<(string name, Module module)> named_children() =>
                _submodules.Select(entry => (entry.Key, entry.Value));

            public virtual IEnumerable<Module> children() => _submodules.Values;

            /// <summary>All modules below this one, each before its own children.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var (name, module) in _submodules)
                {
                    yield return (name, module);
                    foreach (var (below, inner) in module.named_modules())
                    {
                        yield return ($"{name}.{below}", inner);
                    }
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(entry => entry.module);

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in children())
                {
                    child.apply(fn);
                }

                fn(this);
                return this;
            }

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var child in children())
                {
                    child.train(train);
                }
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    using var slot = parameter.grad;
                    if (set_to_none)
                    {
                        parameter.grad = null;
                    }
                    else
                    {
                        slot?.zero_().Dispose();
                    }
                }
            }

            /// <summary>Parameters and persistent buffers by name; the tensors stay the module's.</summary>
            public virtual Dictionary<string, Tensor> state_dict()
            {
                var state = new Dictionary<string, Tensor>();
                foreach (var (name, parameter) in Walk(module => module._parameters, recurse: true))
                {
                    state.TryAdd(name, parameter);
                }

                foreach (var (name, buffer) in Walk(module => module._buffers, recurse: true))
                {
                    if (buffer.Persistent)
                    {
                        state.TryAdd(name, buffer.Tensor);
                    }
                }

                return state;
            }

            /// <summary>Copies values into the parameters and buffers of the same names.</summary>
            /// <exception cref="InvalidOperationException">Strict, and the two sets of names differ.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true)
            {
                var own = state_dict();
                var missing = own.Keys.Except(source.Keys).ToList();
                var unexpected = source.Keys.Except(own.Keys).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException(
                        $"The state does not fit {GetName()}: it lacks [{string.Join(", ", missing)}] and has " +
                        $"[{string.Join(", ", unexpected)}], which the module does not know.");
                }

                using var unrecorded = no_grad();
                foreach (var (name, value) in source)
                {
                    if (own.TryGetValue(name, out var target))
                    {
                        target.copy_(value).Dispose();
                    }
                }

                return (missing, unexpected);
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                RequireNew(_parameters.TryAdd(name, Kept(param)), "parameter", name);
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                RequireNew(_buffers.TryAdd(name, (Kept(tensor), persistent)), "buffer", name);
            }

            public virtual void register_module(string name, Module submodule)
            {
                ArgumentException.ThrowIfNullOrEmpty(name);
                ArgumentNullException.ThrowIfNull(submodule);
                if (name.Contains('.', StringComparison.Ordinal))
                {
                    throw new ArgumentException($"A module's name must have no dot, but '{name}' has.", nameof(name));
                }

                submodule.RegisterComponents();
                RequireNew(_submodules.TryAdd(name, submodule), "module", name);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            public void Dispose()
            {
                Dispose(disposing: true);
                GC.SuppressFinalize(this);
            }

            /// <summary>
            /// Moves parameters and buffers; floating-point ones to the type, all of them to the device.
            /// </summary>
            internal void MoveTo(Device? device, ScalarType? dtype)
            {
                foreach (var (name, parameter) in _parameters.ToArray())
                {
                    if (Moved(parameter, device, dtype) is { } moved)
                    {
                        var replacement = new Parameter(moved, parameter.requires_grad);
                        _parameters[name] = Kept(replacement);
                        ReplaceField(parameter, replacement);
                    }
                }

                foreach (var (name, buffer) in _buffers.ToArray())
                {
                    if (Moved(buffer.Tensor, device, dtype) is { } moved)
                    {
                        _buffers[name] = (Kept(moved), buffer.Persistent);
                        ReplaceField(buffer.Tensor, moved);
                    }
                }

                foreach (var child in children())
                {
                    child.MoveTo(device, dtype);
                }
            }

            /// <summary>
            /// Registers every field that holds a parameter, a tensor (as a buffer) or a module, by its name.
            /// </summary>
            protected internal virtual void RegisterComponents()
            {
                foreach (var field in Fields())
                {
                    var name = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    if (!IsRegistered(name))
                    {
                        Register(name, field.GetValue(this));
                    }
                }
            }

            /// <summary>Puts a parameter under a name, in place of the one that is there; null takes it away.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                {
                    _parameters.Remove(name);
                }
                else
                {
                    _parameters[name] = Kept(value);
                }
            }

            /// <summary>
            /// Sets the field behind a parameter's property, registers the new one and disposes of the old.
            /// </summary>
            private protected void Replace<T>(string name, [NotNullIfNotNull(nameof(value))] ref T? field, T? value)
                where T : Parameter
            {
                if (ReferenceEquals(field, value))
                {
                    return;
                }

                field?.Dispose();
                field = value;
                ConditionallyRegisterParameter(name, value);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }

                foreach (var parameter in _parameters.Values)
                {
                    parameter.Dispose();
                }

                foreach (var (tensor, _) in _buffers.Values)
                {
                    tensor.Dispose();
                }

                foreach (var module in _submodules.Values)
                {
                    module.Dispose();
                }
            }

            // A module outlives the scope in which it was built.
            private static T Kept<T>(T tensor)
                where T : Tensor
            {
                tensor.DetachFromDisposeScope();
                return tensor;
            }

            private static Tensor? Moved(Tensor tensor, Device? device, ScalarType? dtype)
            {
                using var unrecorded = no_grad();
                var type = dtype is { } wanted && tensor.is_floating_point() ? wanted : tensor.dtype;
                var moved = tensor.to(type, device ?? tensor.device);
                if (!moved.SharesNativeTensorWith(tensor))
                {
                    return moved;
                }

                moved.Dispose();
                return null;
            }

            private bool IsRegistered(string name) =>
                _parameters.ContainsKey(name) || _buffers.ContainsKey(name) || _submodules.ContainsKey(name);

            private void Register(string name, object? component)
            {
                switch (component)
                {
                    case Module module:
                        register_module(name, module);
                        break;
                    case Parameter parameter:
                        register_parameter(name, parameter);
                        break;
                    case Tensor tensor:
                        register_buffer(name, tensor);
                        break;
                    default:
                        break;
                }
            }

            private static void RequireNew(bool added, string kind, string name)
            {
                if (!added)
                {
                    throw new InvalidOperationException($"The {kind} '{name}' is already registered.");
                }
            }

            private void ReplaceField(Tensor old, Tensor replacement)
            {
                foreach (var field in Fields().Where(field => ReferenceEquals(field.GetValue(this), old)))
                {
                    field.SetValue(this, replacement);
                }

                old.Dispose();
            }

            private IEnumerable<FieldInfo> Fields()
            {
                const BindingFlags Declared =
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                {
                    foreach (var field in type.GetFields(Declared))
                    {
                        yield return field;
                    }
                }
            }

            private IEnumerable<(string name, TValue value)> Walk<TValue>(
                Func<Module, OrderedDictionary<string, TValue>> own, bool recurse)
            {
                foreach (var (name, value) in own(this))
                {
                    yield return (name, value);
                }

                foreach (var (prefix, module) in recurse ? _submodules : [])
                {
                    foreach (var (name, value) in module.Walk(own, recurse))
                    {
                        yield return ($"{prefix}.{name}", value);
                    }
                }
            }
        }
    }
}
