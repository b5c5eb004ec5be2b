using Decentral.Benchmarks;

return BenchmarkCommands.Build().Parse(args).Invoke();
