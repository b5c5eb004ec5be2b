using Decentral.Cli.Commands;
using Decentral.Cli.Doctor;
using Decentral.Cli.Hosting;
using Decentral.Cli.Inspection;
using Decentral.Cli.Runs;

var host = CliHost.OfThisProcess();
var app = new CommandLineApp(
    host,
    [
        TrainCommand.Create(host, new TrainingRuntime(host.Time, CacheFolder.Path)),
        NodeCommand.Create(host),
        KeysCommand.Create(host),
        GenerateCommand.Create(host),
        MethodsCommand.Create(host),
        PlanCommand.Create(host),
        InspectCommand.Create(host, RunLedger.ReadAsync),
        ExportCommand.Create(host),
        DoctorCommand.Create(host, MachineProbe.Probe),
    ]);
return await app.RunAsync(args);
