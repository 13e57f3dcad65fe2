using Dirac.Model.Errors;
using Dirac.Server;
using Dirac.Server.Keys;
using Dirac.Server.TaskRuns;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(ServerOptions.Usage);
    return 0;
}

try
{
    if (args is ["task", "run", ..])
        return await TaskRun.RunAsync(TaskRunOptions.Parse(args[2..]), Console.In, Console.Out, Console.Error);

    if (args is ["keys", ..])
    {
        KeyCommands.Run(args[1..], Console.Out);
        return 0;
    }

    await using var server = await DiracServer.BuildAsync(ServerOptions.Parse(args), CancellationToken.None);
    try
    {
        await server.StartAsync();
    }
    catch
    {
        // What was started before is stopped in order: taken apart at work, it would report crashes of its own.
        await server.StopAsync();
        throw;
    }

    await server.WaitForShutdownAsync();
    return 0;
}
catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync(error.Message);
    await Console.Error.WriteLineAsync("Stop the program that listens there, or choose another address: with --urls (port 0 takes a free one), or with Port in the section of a service of --services.");
    return 1;
}
catch (OptionsValidationException error)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, error.Failures));
    await Console.Error.WriteLineAsync("Mend the configuration or the environment, and start again.");
    return 1;
}
catch (DiracException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    if (error.Advice is { } advice) await Console.Error.WriteLineAsync(advice);
    return 1;
}
