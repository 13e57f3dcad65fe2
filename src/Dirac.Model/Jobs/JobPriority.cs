namespace Dirac.Model.Jobs;

/// <summary>How a user's priority becomes a weight in the draw between the jobs of a task queue. Pure and thread-safe.</summary>
public static class JobPriority
{
    private const int First = 10;
    private const double AlmostNever = 1e-5;
    private const double AlmostAlways = 1e6;

    /// <summary>The weight of a job.</summary>
    /// <param name="userPriority">Priority from the job description, normally 0 to 10.</param>
    /// <returns>Almost nothing for 0 and below, almost everything for 10 and above, else the number itself.</returns>
    public static double RealPriority(int userPriority) => userPriority switch
    {
        <= 0 => AlmostNever,
        >= First => AlmostAlways,
        _ => userPriority,
    };
}
