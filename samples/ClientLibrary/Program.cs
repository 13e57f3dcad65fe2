using Dirac.Client.Http;
using Dirac.Model.Errors;
using Dirac.Samples.ClientLibrary;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    switch (args)
    {
        case ["run", var directory]:
            await RunOneJob.RunAsync(directory, stop.Token);
            return 0;
        case ["search"]:
            await SearchJobs.RunAsync(stop.Token);
            return 0;
        case ["tasks"]:
            await WatchTasks.RunAsync(stop.Token);
            return 0;
        default:
            await Console.Error.WriteLineAsync("client-library run DIRECTORY | search | tasks");
            return 2;
    }
}
catch (ApiException refused)
{
    // The server understood and said no; it says why, and mostly what to do.
    await Console.Error.WriteLineAsync($"{(int)refused.Status}: {refused.Message} {refused.Reply.Advice}");
    return 1;
}
catch (DiracException error)
{
    await Console.Error.WriteLineAsync($"{error.Message} {error.Advice}");
    return 1;
}
