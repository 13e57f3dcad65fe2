using Dirac.Cli.Shell;

return await DiracCommand.RunAsync(args, CliHost.OfThisProcess(), CancellationToken.None);
