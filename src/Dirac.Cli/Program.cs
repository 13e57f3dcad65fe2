using Dirac.Cli.LegacyNames;
using Dirac.Cli.Shell;
using Dirac.Security.Local;

NodeTrust.Use();
var host = CliHost.OfThisProcess();
return LegacyCommands.Find(CalledAs.Read(), args) is var (legacy, rest)
    ? await LegacyCommands.RunAsync(legacy, rest, host, CancellationToken.None)
    : await DiracCommand.RunAsync(args, host, CancellationToken.None);
