using Decentral.Cli.Commands;
using Decentral.Cli.Doctor;
using Decentral.Cli.Hosting;
using Decentral.Cli.Inspection;

var host = CliHost.OfThisProcess();
var app = new CommandLineApp(
    host, [InspectCommand.Create(host, RunLedger.ReadAsync), DoctorCommand.Create(host, MachineProbe.Probe)]);
return await app.RunAsync(args);
