using Decentral.Cli.Commands;
using Decentral.Cli.Doctor;
using Decentral.Cli.Hosting;

var host = CliHost.OfThisProcess();
return await new CommandLineApp(host, [DoctorCommand.Create(host, MachineProbe.Probe)]).RunAsync(args);
