using Dirac.Cli.Shell;
using Dirac.Security.Local;

NodeTrust.Use();
return await DiracCommand.RunAsync(args, CliHost.OfThisProcess(), CancellationToken.None);
