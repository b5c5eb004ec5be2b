using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Decentral.Actors;
using Decentral.Models;
using Decentral.Models.Data;
using Decentral.Simulation.Randomness;
using Decentral.Training.Coordination.Events;
using Decentral.Training.Formats;
using Decentral.Training.Protocol;

namespace Decentral.Training.Tests.Formats;

/// <summary>Draws messages by their properties, so that a property that is added is drawn too.</summary>
internal sealed class MessageDraws(SeededRandom random)
{
    private static readonly string[] Letters = ["a", "ß", "語", "🙂", "\n", "'"];

    private static readonly Type[] Entries =
    [
        .. typeof(CoordinatorEvent).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CoordinatorEvent)))
            .Where(type => ((CoordinatorEvent)RuntimeHelpers.GetUninitializedObject(type)).IsDurable),
    ];

    public object Message(Type type) => type == typeof(StartRound) ? Start()
        : type == typeof(PublishedHeader) ? (PublishedHeader)Composite(type) with { Contributions = 1 + random.Below(1000) }
        : Composite(type);

    /// <summary>Its parts depend on one another: samples go into equal steps, and tokens have a bound.</summary>
    private StartRound Start()
    {
        var perStep = 1 + random.Below(8);
        var steps = 1 + random.Below(1000);
        var first = random.Below(steps * perStep);
        SampleRange[] lease = [new(Number(1 << 30), first), new(Number(1 << 30), ((long)steps * perStep) - first)];
        return new StartRound(
            (Term)Value(typeof(Term), ""),
            (Round)Value(typeof(Round), ""),
            (Term)Value(typeof(Term), ""),
            steps,
            [.. lease],
            new LearningPace(Number(1L << 40), Number(1L << 20), Number(1L << 50)),
            Continues: random.Below(2) == 0);
    }

    private object Composite(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(each => each.GetParameters().Length)!;
        var parameters = constructor.GetParameters();
        var made = constructor.Invoke(
            [.. parameters.Select(each => ValueOrNull(each.ParameterType, each.Name!, IsNullable(each)))]);
        foreach (var property in type.GetProperties().Where(each => each.CanWrite && !IsAmong(parameters, each)))
        {
            property.SetValue(made, ValueOrNull(property.PropertyType, property.Name, IsNullable(property)));
        }

        return made;
    }

    private static bool IsAmong(ParameterInfo[] parameters, PropertyInfo property) =>
        parameters.Any(each => string.Equals(each.Name, property.Name, StringComparison.OrdinalIgnoreCase));

    private static bool IsNullable(ParameterInfo parameter) =>
        new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;

    private static bool IsNullable(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    private object? ValueOrNull(Type type, string name, bool isNullable) =>
        isNullable && random.Chance(0.3) ? null : Value(Nullable.GetUnderlyingType(type) ?? type, name);

    private object Value(Type type, string name)
    {
        if (type == typeof(string))
        {
            return Text(name);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return Items(type.GetGenericArguments()[0]);
        }

        return type switch
        {
            _ when type == typeof(bool) => random.Chance(0.5),
            _ when type == typeof(int) => (int)Number(1L << 31),
            _ when type == typeof(long) => Number(ProtocolReading.MaxOfRound),
            _ when type == typeof(double) => (random.Fraction() - 0.5) * Math.Pow(2, random.Below(600) - 300),
            _ when type == typeof(UInt128) => new UInt128((ulong)Number(long.MaxValue), (ulong)Number(long.MaxValue)),
            _ when type == typeof(Term) => new Term(1 + Number(ProtocolReading.MaxOfRun)),
            _ when type == typeof(Round) => new Round(1 + Number(ProtocolReading.MaxOfRun)),
            _ when type == typeof(Incarnation) => new Incarnation(1 + Number(ProtocolReading.MaxOfRun)),
            _ when type == typeof(WorkerId) => new WorkerId((int)Number(1L << 31)),
            _ when type == typeof(FragmentId) => new FragmentId((int)Number(1L << 31)),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(Number(1L << 61), TimeSpan.Zero),
            _ when type == typeof(SampleRange) =>
                new SampleRange(Number(ProtocolReading.MaxOfRun), Number(ProtocolReading.MaxOfRound)),
            _ when type == typeof(ActorRef) => Addresses.Of(Text(""), Text(""), Number(long.MaxValue)),
            _ when type == typeof(CoordinatorEvent) => Composite(random.Pick(Entries)),
            _ when type.IsEnum => random.Pick(Enum.GetValues(type).Cast<object>().ToArray()),
            _ when type.Namespace!.StartsWith("Decentral", StringComparison.Ordinal) => Composite(type),
            _ => throw new UnreachableException($"How a {type} is drawn is to be said here."),
        };
    }

    private Array ArrayOf(Type item)
    {
        // Members are named in member order, none twice; requests and fragments ascend.
        var drawn = Enumerable.Range(0, 1 + random.Below(4)).Select(_ => Value(item, "")).ToList();
        var worker = item.GetProperties().FirstOrDefault(property => property.PropertyType == typeof(WorkerId));
        var isOrdered = worker is not null || item == typeof(WorkerId) || item == typeof(long) || item == typeof(HostedShard)
            || item == typeof(Opening);
        var kept = isOrdered ? [.. drawn.DistinctBy(PlaceOf).OrderBy(PlaceOf)] : drawn;
        var array = Array.CreateInstance(item, kept.Count);
        for (var i = 0; i < kept.Count; i++)
        {
            array.SetValue(kept[i], i);
        }

        return array;

        long PlaceOf(object value) => value switch
        {
            long request => request,
            HostedShard shard => shard.Fragment.Value,
            Opening opening => opening.Round.Value,
            WorkerId id => id.Value,
            _ => ((WorkerId)worker!.GetValue(value)!).Value,
        };
    }

    private object Items(Type item) => typeof(ImmutableArray).GetMethods()
        .Where(method => method.Name == nameof(ImmutableArray.Create))
        .Single(method => method.GetParameters() is [{ ParameterType.IsArray: true }])
        .MakeGenericMethod(item).Invoke(null, [ArrayOf(item)])!;

    /// <summary>As often small as large.</summary>
    private long Number(long below)
    {
        var drawn = (random.Next() >> random.Below(64)) % (ulong)below;
        return (long)drawn;
    }

    private string Text(string name) => name.ToUpperInvariant() switch
    {
        "DIGEST" => ContentDigest.Of(BitConverter.GetBytes(random.Next())).ToString(),
        "PART" => $"worker-{random.Below(100)}",
        "NAME" => random.Chance(0.5) ? "" : $"global-{random.Below(100)}",
        "SNAPSHOT" => $"r{random.Below(1000):d8}-t{random.Below(100)}",
        _ => string.Concat(Enumerable.Range(0, 1 + random.Below(20)).Select(_ => random.Pick(Letters))),
    };
}
