namespace Decentral.Actors.Tests.Determinism;

public sealed class BannedSymbolsTests
{
    /// <summary>A fault for each line of the list.</summary>
    private static readonly Dictionary<string, string> Faults = new(StringComparer.Ordinal)
    {
        ["P:System.DateTime.Now"] = "_ = DateTime.Now;",
        ["P:System.DateTime.Today"] = "_ = DateTime.Today;",
        ["P:System.DateTime.UtcNow"] = "_ = DateTime.UtcNow;",
        ["P:System.DateTimeOffset.Now"] = "_ = DateTimeOffset.Now;",
        ["P:System.DateTimeOffset.UtcNow"] = "_ = DateTimeOffset.UtcNow;",
        ["P:System.TimeProvider.System"] = "_ = TimeProvider.System;",
        ["P:System.Environment.TickCount"] = "_ = Environment.TickCount;",
        ["P:System.Environment.TickCount64"] = "_ = Environment.TickCount64;",
        ["T:System.Diagnostics.Stopwatch"] = "_ = System.Diagnostics.Stopwatch.GetTimestamp();",
        ["T:System.Threading.Timer"] = "_ = new Timer(_ => { });",
        ["T:System.Timers.Timer"] = "_ = new System.Timers.Timer();",
        ["M:System.Threading.PeriodicTimer.#ctor(System.TimeSpan)"] = "_ = new PeriodicTimer(TimeSpan.Zero);",
        ["M:System.Threading.CancellationTokenSource.#ctor(System.Int32)"] = "_ = new CancellationTokenSource(1);",
        ["M:System.Threading.CancellationTokenSource.#ctor(System.TimeSpan)"] =
            "_ = new CancellationTokenSource(TimeSpan.Zero);",
        ["M:System.Threading.Tasks.Task.Delay(System.Int32)"] = "Task.Delay(1);",
        ["M:System.Threading.Tasks.Task.Delay(System.Int32,System.Threading.CancellationToken)"] = "Task.Delay(1, token);",
        ["M:System.Threading.Tasks.Task.Delay(System.TimeSpan)"] = "Task.Delay(TimeSpan.Zero);",
        ["M:System.Threading.Tasks.Task.Delay(System.TimeSpan,System.Threading.CancellationToken)"] =
            "Task.Delay(TimeSpan.Zero, token);",
        ["M:System.Threading.Tasks.Task.WaitAsync(System.TimeSpan)"] = "task.WaitAsync(TimeSpan.Zero);",
        ["M:System.Threading.Tasks.Task.WaitAsync(System.TimeSpan,System.Threading.CancellationToken)"] =
            "task.WaitAsync(TimeSpan.Zero, token);",
        ["M:System.Threading.Tasks.Task`1.WaitAsync(System.TimeSpan)"] = "work.WaitAsync(TimeSpan.Zero);",
        ["M:System.Threading.Tasks.Task`1.WaitAsync(System.TimeSpan,System.Threading.CancellationToken)"] =
            "work.WaitAsync(TimeSpan.Zero, token);",
        ["P:System.Random.Shared"] = "_ = Random.Shared;",
        ["M:System.Random.#ctor"] = "_ = new Random();",
        ["M:System.Guid.NewGuid"] = "_ = Guid.NewGuid();",
        ["M:System.Guid.CreateVersion7"] = "_ = Guid.CreateVersion7();",
        ["M:System.Guid.CreateVersion7(System.DateTimeOffset)"] = "_ = Guid.CreateVersion7(default);",
        ["T:System.Security.Cryptography.RandomNumberGenerator"] =
            "_ = System.Security.Cryptography.RandomNumberGenerator.GetInt32(5);",
        ["T:System.HashCode"] = "_ = HashCode.Combine(1, 2);",
        ["M:System.String.GetHashCode"] = "_ = \"text\".GetHashCode();",
        ["M:System.String.GetHashCode(System.StringComparison)"] = "_ = \"text\".GetHashCode(StringComparison.Ordinal);",
        ["M:System.String.GetHashCode(System.ReadOnlySpan{System.Char})"] = "_ = string.GetHashCode(\"text\".AsSpan());",
        ["M:System.String.GetHashCode(System.ReadOnlySpan{System.Char},System.StringComparison)"] =
            "_ = string.GetHashCode(\"text\".AsSpan(), StringComparison.Ordinal);",
        ["M:System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(System.Object)"] =
            "_ = System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(thing);",
        ["T:System.Collections.Immutable.ImmutableDictionary"] =
            "_ = System.Collections.Immutable.ImmutableDictionary.CreateBuilder<int, int>();",
        ["T:System.Collections.Immutable.ImmutableDictionary`2"] =
            "_ = System.Collections.Immutable.ImmutableDictionary<int, int>.Empty;",
        ["T:System.Collections.Immutable.ImmutableHashSet"] =
            "_ = System.Collections.Immutable.ImmutableHashSet.CreateBuilder<int>();",
        ["T:System.Collections.Immutable.ImmutableHashSet`1"] =
            "_ = System.Collections.Immutable.ImmutableHashSet<int>.Empty;",
        ["T:System.Threading.Thread"] = "_ = new Thread(() => { });",
        ["T:System.Threading.ThreadPool"] = "ThreadPool.QueueUserWorkItem(_ => { });",
        ["T:System.Threading.Tasks.Parallel"] = "Parallel.For(0, 1, _ => { });",
        ["T:System.Threading.Tasks.TaskFactory"] = "_ = new TaskFactory();",
        ["T:System.Threading.Tasks.TaskFactory`1"] = "_ = new TaskFactory<int>();",
        ["P:System.Threading.Tasks.Task.Factory"] = "_ = Task.Factory;",
        ["P:System.Threading.Tasks.Task`1.Factory"] = "_ = Task<int>.Factory;",
        ["T:System.Linq.ParallelEnumerable"] = "_ = new int[1].AsParallel();",
        ["M:System.Threading.Tasks.Task.Run(System.Action)"] = "Task.Run(() => { });",
        ["M:System.Threading.Tasks.Task.Run(System.Action,System.Threading.CancellationToken)"] =
            "Task.Run(() => { }, token);",
        ["M:System.Threading.Tasks.Task.Run(System.Func{System.Threading.Tasks.Task})"] = "Task.Run(() => task);",
        ["M:System.Threading.Tasks.Task.Run(System.Func{System.Threading.Tasks.Task},System.Threading.CancellationToken)"] =
            "Task.Run(() => task, token);",
        ["M:System.Threading.Tasks.Task.Run``1(System.Func{``0})"] = "Task.Run(() => 1);",
        ["M:System.Threading.Tasks.Task.Run``1(System.Func{``0},System.Threading.CancellationToken)"] =
            "Task.Run(() => 1, token);",
        ["M:System.Threading.Tasks.Task.Run``1(System.Func{System.Threading.Tasks.Task{``0}})"] = "Task.Run(() => work);",
        ["M:System.Threading.Tasks.Task.Run``1"
            + "(System.Func{System.Threading.Tasks.Task{``0}},System.Threading.CancellationToken)"] =
            "Task.Run(() => work, token);",
        ["M:System.Threading.Tasks.Task.Wait"] = "task.Wait();",
        ["M:System.Threading.Tasks.Task.Wait(System.Int32)"] = "task.Wait(1);",
        ["M:System.Threading.Tasks.Task.Wait(System.TimeSpan)"] = "task.Wait(TimeSpan.Zero);",
        ["M:System.Threading.Tasks.Task.Wait(System.Threading.CancellationToken)"] = "task.Wait(token);",
        ["M:System.Threading.Tasks.Task.Wait(System.Int32,System.Threading.CancellationToken)"] = "task.Wait(1, token);",
        ["M:System.Threading.Tasks.Task.Wait(System.TimeSpan,System.Threading.CancellationToken)"] =
            "task.Wait(TimeSpan.Zero, token);",
        ["M:System.Threading.Tasks.Task.WaitAll(System.Threading.Tasks.Task[])"] = "Task.WaitAll(new[] { task });",
        ["M:System.Threading.Tasks.Task.WaitAll(System.Threading.Tasks.Task[],System.Int32)"] =
            "Task.WaitAll(new[] { task }, 1);",
        ["M:System.Threading.Tasks.Task.WaitAll(System.Threading.Tasks.Task[],System.TimeSpan)"] =
            "Task.WaitAll(new[] { task }, TimeSpan.Zero);",
        ["M:System.Threading.Tasks.Task.WaitAll(System.Threading.Tasks.Task[],System.Threading.CancellationToken)"] =
            "Task.WaitAll(new[] { task }, token);",
        ["M:System.Threading.Tasks.Task.WaitAll"
            + "(System.Threading.Tasks.Task[],System.Int32,System.Threading.CancellationToken)"] =
            "Task.WaitAll(new[] { task }, 1, token);",
        ["M:System.Threading.Tasks.Task.WaitAll(System.ReadOnlySpan{System.Threading.Tasks.Task})"] =
            "Task.WaitAll(task, task);",
        ["M:System.Threading.Tasks.Task.WaitAll(System.Collections.Generic.IEnumerable{System.Threading.Tasks.Task},"
            + "System.Threading.CancellationToken)"] =
            "Task.WaitAll(new List<Task>(), token);",
        ["M:System.Threading.Tasks.Task.WaitAny(System.Threading.Tasks.Task[])"] = "Task.WaitAny(new[] { task });",
        ["M:System.Threading.Tasks.Task.WaitAny(System.Threading.Tasks.Task[],System.Int32)"] =
            "Task.WaitAny(new[] { task }, 1);",
        ["M:System.Threading.Tasks.Task.WaitAny(System.Threading.Tasks.Task[],System.TimeSpan)"] =
            "Task.WaitAny(new[] { task }, TimeSpan.Zero);",
        ["M:System.Threading.Tasks.Task.WaitAny(System.Threading.Tasks.Task[],System.Threading.CancellationToken)"] =
            "Task.WaitAny(new[] { task }, token);",
        ["M:System.Threading.Tasks.Task.WaitAny"
            + "(System.Threading.Tasks.Task[],System.Int32,System.Threading.CancellationToken)"] =
            "Task.WaitAny(new[] { task }, 1, token);",
        ["P:System.Threading.Tasks.Task`1.Result"] = "_ = work.Result;",
        ["P:System.Threading.Tasks.ValueTask`1.Result"] = "_ = new ValueTask<int>(1).Result;",
        ["M:System.Runtime.CompilerServices.TaskAwaiter.GetResult"] = "task.GetAwaiter().GetResult();",
        ["M:System.Runtime.CompilerServices.TaskAwaiter`1.GetResult"] = "_ = work.GetAwaiter().GetResult();",
        ["M:System.Runtime.CompilerServices.ConfiguredTaskAwaitable.ConfiguredTaskAwaiter.GetResult"] =
            "task.ConfigureAwait(false).GetAwaiter().GetResult();",
        ["M:System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1.ConfiguredTaskAwaiter.GetResult"] =
            "_ = work.ConfigureAwait(false).GetAwaiter().GetResult();",
        ["M:System.Runtime.CompilerServices.ValueTaskAwaiter.GetResult"] =
            "new ValueTask(task).GetAwaiter().GetResult();",
        ["M:System.Runtime.CompilerServices.ValueTaskAwaiter`1.GetResult"] =
            "_ = new ValueTask<int>(1).GetAwaiter().GetResult();",
        ["M:System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter.GetResult"] =
            "new ValueTask(task).ConfigureAwait(false).GetAwaiter().GetResult();",
        ["M:System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1.ConfiguredValueTaskAwaiter.GetResult"] =
            "_ = new ValueTask<int>(1).ConfigureAwait(false).GetAwaiter().GetResult();",
        ["M:System.Threading.Monitor.Wait(System.Object)"] = "Monitor.Wait(thing);",
        ["M:System.Threading.Monitor.Wait(System.Object,System.Int32)"] = "Monitor.Wait(thing, 1);",
        ["M:System.Threading.Monitor.Wait(System.Object,System.TimeSpan)"] = "Monitor.Wait(thing, TimeSpan.Zero);",
        ["T:System.Threading.WaitHandle"] = "WaitHandle.WaitAll([]);",
        ["T:System.Threading.EventWaitHandle"] = "_ = new EventWaitHandle(false, EventResetMode.AutoReset);",
        ["T:System.Threading.ManualResetEvent"] = "_ = new ManualResetEvent(false);",
        ["T:System.Threading.AutoResetEvent"] = "_ = new AutoResetEvent(false);",
        ["T:System.Threading.ManualResetEventSlim"] = "_ = new ManualResetEventSlim();",
        ["T:System.Threading.Mutex"] = "_ = new Mutex();",
        ["T:System.Threading.Semaphore"] = "_ = new Semaphore(1, 1);",
        ["T:System.Threading.SemaphoreSlim"] = "_ = new SemaphoreSlim(1);",
        ["T:System.Threading.Barrier"] = "_ = new Barrier(1);",
        ["T:System.Threading.CountdownEvent"] = "_ = new CountdownEvent(1);",
        ["T:System.Threading.SpinWait"] = "SpinWait.SpinUntil(() => true);",
        ["T:System.Collections.Concurrent.BlockingCollection`1"] =
            "_ = new System.Collections.Concurrent.BlockingCollection<int>();",
        ["M:System.Environment.GetEnvironmentVariable(System.String)"] = "_ = Environment.GetEnvironmentVariable(\"a\");",
        ["M:System.Environment.GetEnvironmentVariable(System.String,System.EnvironmentVariableTarget)"] =
            "_ = Environment.GetEnvironmentVariable(\"a\", default);",
        ["M:System.Environment.GetEnvironmentVariables"] = "_ = Environment.GetEnvironmentVariables();",
        ["P:System.Environment.ProcessorCount"] = "_ = Environment.ProcessorCount;",
        ["P:System.Environment.MachineName"] = "_ = Environment.MachineName;",
        ["P:System.Environment.ProcessId"] = "_ = Environment.ProcessId;",
        ["P:System.Environment.CurrentDirectory"] = "_ = Environment.CurrentDirectory;",
        ["T:System.Diagnostics.Process"] = "System.Diagnostics.Process.Start(\"a\");",
        ["T:System.Console"] = "Console.WriteLine();",
        ["T:System.IO.File"] = "_ = System.IO.File.Exists(\"a\");",
        ["T:System.IO.FileInfo"] = "_ = new System.IO.FileInfo(\"a\");",
        ["T:System.IO.FileStream"] = "_ = new System.IO.FileStream(\"a\", default(System.IO.FileMode));",
        ["T:System.IO.FileSystemInfo"] = "System.IO.FileSystemInfo? none = null; _ = none!.FullName;",
        ["T:System.IO.FileSystemWatcher"] = "_ = new System.IO.FileSystemWatcher();",
        ["T:System.IO.Directory"] = "_ = System.IO.Directory.Exists(\"a\");",
        ["T:System.IO.DirectoryInfo"] = "_ = new System.IO.DirectoryInfo(\"a\");",
        ["T:System.IO.DriveInfo"] = "_ = new System.IO.DriveInfo(\"a\");",
        ["T:System.IO.RandomAccess"] = "System.IO.RandomAccess.FlushToDisk(null!);",
        ["M:System.IO.StreamReader.#ctor(System.String)"] = "_ = new System.IO.StreamReader(\"a\");",
        ["M:System.IO.StreamWriter.#ctor(System.String)"] = "_ = new System.IO.StreamWriter(\"a\");",
        ["M:System.IO.Path.Exists(System.String)"] = "_ = System.IO.Path.Exists(\"a\");",
        ["M:System.IO.Path.GetFullPath(System.String)"] = "_ = System.IO.Path.GetFullPath(\"a\");",
        ["M:System.IO.Path.GetTempFileName"] = "_ = System.IO.Path.GetTempFileName();",
        ["M:System.IO.Path.GetTempPath"] = "_ = System.IO.Path.GetTempPath();",
        ["N:System.IO.MemoryMappedFiles"] =
            "_ = System.IO.MemoryMappedFiles.MemoryMappedFile.CreateFromFile(\"a\");",
        ["N:System.IO.Pipes"] = "_ = new System.IO.Pipes.NamedPipeServerStream(\"a\");",
        ["N:System.Net"] = "_ = new System.Net.Sockets.TcpClient();",
    };

    /// <summary>What actor code needs and may use.</summary>
    private static readonly string[] Allowed =
    [
        "_ = clock.GetUtcNow();",
        "Task.Delay(TimeSpan.Zero, clock, token);",
        "_ = new CancellationTokenSource(TimeSpan.Zero, clock);",
        "_ = new Random(5);",
        "_ = thing.GetHashCode();",
        "_ = Task.FromResult(1);",
        "async Task Waits() { await task; _ = await work.ConfigureAwait(false); await Task.WhenAll(task, work); }",
        "work.GetAwaiter().OnCompleted(() => { });",
        "_ = new TaskCompletionSource<int>();",
        "_ = new System.IO.MemoryStream();",
        "throw new System.IO.InvalidDataException(\"bad\");",
        "_ = System.Security.Cryptography.SHA256.HashData(new byte[1]);",
        "_ = System.Collections.Immutable.ImmutableSortedDictionary<int, int>.Empty;",
        "lock (thing) { }",
        "_ = Interlocked.Increment(ref System.Runtime.CompilerServices.Unsafe.NullRef<int>());",
    ];

    [Fact]
    public void Faults_OfTheList_AreOneForEachLine() =>
        Assert.Equal(BannedApiCheck.BannedSymbols.Order(StringComparer.Ordinal), Faults.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Analyzer_EachFault_IsAnError()
    {
        var banned = await BannedApiCheck.FindBanned(Faults.Values, TestContext.Current.CancellationToken);

        Assert.Empty(Faults.Values.Where((_, index) => !banned.Contains(index)));
    }

    [Fact]
    public async Task Analyzer_WhatActorsNeed_IsAllowed()
    {
        var banned = await BannedApiCheck.FindBanned(Allowed, TestContext.Current.CancellationToken);

        Assert.Empty(Allowed.Where((_, index) => banned.Contains(index)));
    }
}
